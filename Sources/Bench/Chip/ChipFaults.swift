/// What is broken about a chip and about the way to it, beside what its authenticator does wrong.
package struct ChipFaults: Equatable, Sendable {
    /// What happens to the last report of every answer.
    package enum ReportFault: String, CaseIterable, Sendable {
        /// It ends after 32 of its 64 bytes.
        case truncated
        /// Its header counts bytes, or packets, that are not there.
        case corrupt
    }

    /// After how many more reports in either direction it is pulled out; happens once.
    package var pulledOutAfter: UInt32?
    /// After how many more commands it is taken out of the field before it answers; happens once.
    package var fieldLostAfter: UInt32?
    /// How long every answer lies about before it leaves, in milliseconds.
    package var answerDelayMilliseconds: UInt32 = 0
    /// For how long it says that it is still at work before it begins, in milliseconds.
    package var keepaliveMilliseconds: UInt32 = 0
    /// Whether its reports carry a channel that nobody asked on.
    package var isOnWrongChannel = false
    package var report: ReportFault?
    /// Whether it answers no command as a card.
    package var isMute = false

    package init() {}
}

/// What is to be done with a command that may be part of a chain.
package enum CommandChainStep: Equatable, Sendable {
    /// Carry it out; its data are those of all parts.
    case complete(CommandAPDU)

    /// Answer `9000`, and wait for more.
    case acknowledged

    /// Answer this; the chain is dropped.
    case refused(StatusWord)
}

/// One piece of what is said.
package enum Utterance: Equatable, Sendable {
    /// Words that are spoken at one go, with a short silence after them.
    case words(String)
    /// A longer silence.
    case pause
}

package import CTAPHID

/// A request over USB and what came of it.
package struct HIDExchange: Equatable, Sendable {
    /// The answer of the chip, which can be an ERROR.
    package let answer: Message
    /// How many KEEPALIVEs came before it.
    package let keepaliveCount: Int
}

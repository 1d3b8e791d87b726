package import OTPCore

/// What is presented besides the password to add a chip at once.
package enum SecondFactor: Sendable {
    /// A code of the display or reader in use.
    case code(Code)

    /// An assertion of the chip in use, Web Authentication level 3, section 7.2.
    case assertion(ChipAssertion)

    var presented: ChipAdditionRule.Presented {
        switch self {
        case .code: .passwordAndCode
        case .assertion: .passwordAndAssertion
        }
    }
}

/// The response of a chip to a challenge, checked as far as that needs no transaction.
package struct ChipAssertion: Equatable, Sendable {
    package let challenge: ChipChallenge

    /// The record that the response was checked with.
    package let chip: ChipRecord?

    /// The signature counter of a valid response, or the fault.
    package let counter: Result<UInt32, ChipFault>

    package init(_ counter: Result<UInt32, ChipFault>, with chip: ChipRecord?, answering challenge: ChipChallenge) {
        self.challenge = challenge
        self.chip = chip
        self.counter = counter
    }
}

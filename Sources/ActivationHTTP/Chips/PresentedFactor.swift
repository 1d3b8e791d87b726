import Activation
import OTPCore
import WebAuthn

/// What a request to add a chip carries besides the password.
enum PresentedFactor: Sendable {
    case code(Code)
    case assertion(AssertionAnswer)

    /// The factor as a decision takes it; a response that names another holder's challenge is none that is awaited.
    func checked(by relyingParty: RelyingParty, against chip: ChipRecord?, of userID: UserID) -> SecondFactor {
        switch self {
        case .code(let code):
            return .code(code)
        case .assertion(let answer):
            let bytes = answer.clientData?.challenge ?? []
            let challenge = ChipChallenge(hashing: bytes.span)
            let checked = answer.verified(by: relyingParty, from: chip, of: userID)
            return .assertion(ChipAssertion(checked.mapError(\.fault), with: chip, answering: challenge))
        }
    }
}

import Activation
import HTTPService
import HTTPTypes

extension Problem {
    /// One answer for whatever was wrong: who guesses learns nothing from it.
    static let activationRefused = Problem(
        "activation-refused",
        status: .forbidden,
        title: "The device was not activated",
        detail: "User ID, password, serial number and code do not go together, or the device cannot be activated."
    )

    /// One answer for whatever was wrong: who guesses learns nothing from it.
    static let codeRefused = Problem(
        "code-refused",
        status: .forbidden,
        title: "The code was not accepted",
        detail: "The code is not one that this device shows now, or it has been used."
    )

    static func holdingRule(held: AuthenticatorKind) -> Problem {
        let name =
            switch held {
            case .codeDisplay: "a code display"
            case .audioCodeReader: "an audio code reader"
            }
        return Problem(
            "holding-rule",
            status: .conflict,
            title: "The holder has a device that excludes this one",
            detail: "The holder has \(name) already: one display at a time, and never a display and a reader together.",
            members: ["heldKind": held.name]
        )
    }

    static let userExists = Problem(
        "user-exists",
        status: .conflict,
        title: "The user ID is taken",
        detail: "There is a holder with this user ID."
    )

    static let unknownUser = Problem(
        "unknown-user",
        status: .notFound,
        title: "There is no such holder",
        detail: "No holder has this user ID."
    )

    static let unknownAuthenticator = Problem(
        "unknown-authenticator",
        status: .notFound,
        title: "There is no such device",
        detail: "No device of this serial number was imported."
    )

    static let busy = Problem(
        "busy",
        status: .serviceUnavailable,
        title: "The service is busy",
        detail: "More requests wait than the service can take; try again in a moment.",
        headers: [.retryAfter: "1"]
    )

    static let storeUnavailable = Problem(
        "store-unavailable",
        status: .serviceUnavailable,
        title: "The store does not answer",
        detail: "Nothing was changed; the log of the service says why. Try again in a moment.",
        headers: [.retryAfter: "1"]
    )

    static func invalidContainer(_ reason: String, after report: ImportReport) -> Problem {
        Problem(
            "invalid-container",
            status: .badRequest,
            title: "The body is not an RFC 6030 key container",
            detail: "\(Problem.shown(reason, limit: 300)). Devices imported before this place: \(report.imported)."
        )
    }
}

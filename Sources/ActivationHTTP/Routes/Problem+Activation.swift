import Activation
import HTTPService
import HTTPTypes
import TimeText

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

    /// One answer for whatever was wrong: who guesses learns nothing from it.
    static let registrationRefused = Problem(
        "registration-refused",
        status: .forbidden,
        title: "The chip was not enrolled",
        detail:
            "User ID and password do not go together, or the chip's answer is not one that is awaited and can be taken."
    )

    /// One answer for whatever was wrong: who guesses learns nothing from it.
    static let assertionRefused = Problem(
        "assertion-refused",
        status: .forbidden,
        title: "The chip's answer was not accepted",
        detail: "User ID, password and chip do not go together, or the chip's answer is not one that is awaited."
    )

    /// What a caller is told of a request that was not granted.
    ///
    /// - Parameters:
    ///   - answer: How much of the decision the caller may know.
    ///   - time: Now; waiting is told in seconds from it.
    ///   - refusal: The one answer for all that a guesser might want to know.
    /// - Returns: The problem, with `Retry-After` where waiting helps.
    static func refusal(_ answer: CallerAnswer, at time: UnixTime, otherwise refusal: Problem) -> Problem {
        var problem: Problem
        switch answer {
        case .granted, .refused: return refusal
        case .holdingRule(let held): problem = .holdingRule(held: held)
        case .blocked(let block): problem = .blocked(block)
        case .secondFactorRequired, .waitingTime: return refusal
        case .throttled: problem = .throttled
        }
        if let seconds = answer.retryAfter(from: time) { problem.headers[.retryAfter] = "\(seconds)" }
        return problem
    }

    /// What a caller is told who was not allowed to add a chip.
    static func chipRefusal(_ answer: CallerAnswer, at time: UnixTime, _ policy: ChipPolicy) -> Problem {
        var problem: Problem
        switch answer {
        case .secondFactorRequired: problem = .secondFactorRequired(policy)
        case .waitingTime(let until): problem = .waitingTime(until: until)
        case .blocked(.permanent): problem = .chipBlockedPermanently
        case .granted, .refused, .holdingRule, .blocked, .throttled:
            return .refusal(answer, at: time, otherwise: .registrationRefused)
        }
        if let seconds = answer.retryAfter(from: time) { problem.headers[.retryAfter] = "\(seconds)" }
        return problem
    }

    private static func secondFactorRequired(_ policy: ChipPolicy) -> Problem {
        let wait = ISO8601Duration.text(milliseconds: policy.waitingTime.count)
        return Problem(
            "second-factor-required",
            status: .conflict,
            title: "The password alone adds no chip",
            detail: "Send a code of the holder's display or reader as 'code', or an assertion of the chip in use as "
                + "'assertion'. Without either, ask with POST /v1/chips/requests, and come back after \(wait)."
        )
    }

    private static func waitingTime(until: UnixTime) -> Problem {
        let time = RFC3339.text(milliseconds: until.milliseconds)
        return Problem(
            "waiting-time",
            status: .conflict,
            title: "The waiting time is not over",
            detail:
                "A chip was asked for. By password alone it can be added from \(time) on; with a second factor at once.",
            members: ["activatableFrom": time]
        )
    }

    private static let chipBlockedPermanently = Problem(
        "blocked",
        status: HTTPResponse.Status(code: 423, reasonPhrase: "Locked"),
        title: "The chip is blocked",
        detail: "The chip is blocked permanently. Send a code of the holder's display or reader as 'code', or have an "
            + "operator remove the chip; then ask with POST /v1/chips/requests.",
        members: ["kind": DeviceBlock.permanent.name]
    )

    private static func blocked(_ block: DeviceBlock) -> Problem {
        var members = ["kind": block.name]
        members["until"] = block.end.map { RFC3339.text(milliseconds: $0.milliseconds) }
        return Problem(
            "blocked",
            status: HTTPResponse.Status(code: 423, reasonPhrase: "Locked"),
            title: "The device is blocked",
            detail: block == .permanent
                ? "The device is blocked for good; its holder needs another one."
                : "The device is blocked for a while: too many wrong codes, or an operator's decision.",
            members: members
        )
    }

    private static let throttled = Problem(
        "throttled",
        status: .tooManyRequests,
        title: "Too many wrong tries",
        detail: "The caller has made too many wrong tries of late. Wait as long as Retry-After says."
    )

    static let outOfUse = Problem(
        "out-of-use",
        status: .conflict,
        title: "The device is out of use",
        detail: "The device is blocked for good, replaced or lost, and stays so."
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
            detail: "The holder has \(name) already: one display at a time, and never a display and a reader together. "
                + "If it is lost or broken, block it permanently with PUT /v1/authenticators/{serialNumber}/block and "
                + "{\"kind\":\"permanent\"}; this device can then be activated with its next code.",
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

    static let unknownChip = Problem(
        "unknown-chip",
        status: .notFound,
        title: "There is no such chip",
        detail: "The holder has enrolled no chip."
    )

    static let unknownChipRequest = Problem(
        "unknown-chip-request",
        status: .notFound,
        title: "There is no such request",
        detail: "The holder has not asked to add a chip."
    )

    static let unknownChain = Problem(
        "unknown-chain",
        status: .notFound,
        title: "There is no such chain",
        detail: "The audit trail has no chain of this name; a page without one lists them."
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

    /// Told apart from ``storeUnavailable``, because it is not safe to think that nothing happened.
    static let outcomeUnknown = Problem(
        "outcome-unknown",
        status: .serviceUnavailable,
        title: "The store was lost while it wrote",
        detail:
            "Whether the change was made is not known; a code may be spent though it was not accepted. Ask for what "
            + "has become of it, or repeat the request: nothing happens twice. If the code is then refused, the next one of "
            + "the device will do.",
        headers: [.retryAfter: "1"]
    )

    static let withoutStore = Self.notReady(
        "The store did not answer within \(Readiness.limit), or takes no changes; the log of the service says why."
    )

    static let draining = Self.notReady("The service is about to stop.")

    private static func notReady(_ detail: String) -> Problem {
        Problem(
            "not-ready",
            status: .serviceUnavailable,
            title: "The service is not ready for requests",
            detail: detail,
            headers: [.retryAfter: "1"]
        )
    }

    static func invalidContainer(_ reason: String, after report: ImportReport) -> Problem {
        Problem(
            "invalid-container",
            status: .badRequest,
            title: "The body is neither a key container nor a table that can be read",
            detail: "\(Problem.shown(reason, limit: 300)). Devices imported before this place: \(report.imported)."
        )
    }
}

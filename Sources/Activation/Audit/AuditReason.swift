/// How a decision came out, for the operator's eyes.
///
/// The numbers stand in every chain ever written: they are never changed or used again.
package enum AuditReason: UInt8, Sendable, CaseIterable {
    /// It was done, or the code was accepted.
    case granted = 0
    case unknownHolder = 1
    case wrongPassword = 2
    case unknownDevice = 3
    /// The device belongs to someone or is retired, or the chip's credential is registered already.
    case taken = 4
    /// The device belongs to nobody.
    case notActive = 5
    case wrongCode = 6
    /// The code is one the device makes, but its clock or counter is too far off.
    case outOfSync = 7
    /// The code was presented before, or is older than one that was.
    case spentCode = 8
    case holdingRule = 9
    /// The device is blocked.
    case blocked = 10
    /// The code is wrong, and the device is blocked for it.
    case blockedByWrongCodes = 11
    /// The holder has given too many wrong passwords or codes.
    case holderThrottled = 12
    /// The device has been asked for too often.
    case deviceThrottled = 13
    /// The caller has made too many wrong tries.
    case callerThrottled = 14
    /// Granted, after two consecutive codes had shown where the device's clock or counter is.
    case grantedInSync = 15
    /// A permanently blocked or retired device stays so.
    case final = 16
    /// No chip was asked this, or it has answered, or it was too long ago.
    case notAwaited = 17
    /// The chip's answer is not what Web Authentication asks for.
    case notGenuine = 18
    /// Nobody who is trusted speaks for the chip's make.
    case untrusted = 19
    /// Another credential than the holder's has answered.
    case otherCredential = 20
    /// The chip's signature counter has not moved forward.
    case counterWentBack = 21
    /// The device's key must not be used yet, or no more.
    case outsideValidity = 22
    /// The access token is missing or unknown.
    case unknownToken = 23
    /// The access token does not have the scope.
    case missingScope = 24
    /// Some of the devices were refused.
    case grantedInPart = 25
    /// No device of the container was taken.
    case unusableContainer = 26
    /// An import has begun: its outcome is an entry of its own.
    case begun = 27
    /// A password alone adds no chip, and none was asked for.
    case secondFactorRequired = 30
    /// The waiting time since the request for a chip is not over.
    case waitingTime = 31
    /// No request for a chip is pending.
    case noRequest = 32

    /// The name in interfaces and files.
    package var name: String {
        switch self {
        case .granted: "granted"
        case .unknownHolder: "unknown-holder"
        case .wrongPassword: "wrong-password"
        case .unknownDevice: "unknown-device"
        case .taken: "taken"
        case .notActive: "not-active"
        case .wrongCode: "wrong-code"
        case .outOfSync: "out-of-sync"
        case .spentCode: "spent-code"
        case .holdingRule: "holding-rule"
        case .blocked: "blocked"
        case .blockedByWrongCodes: "blocked-by-wrong-codes"
        case .holderThrottled: "holder-throttled"
        case .deviceThrottled: "device-throttled"
        case .callerThrottled: "caller-throttled"
        case .grantedInSync: "granted-in-sync"
        case .final: "final"
        case .notAwaited: "not-awaited"
        case .notGenuine: "not-genuine"
        case .untrusted: "untrusted"
        case .otherCredential: "other-credential"
        case .counterWentBack: "counter-went-back"
        case .outsideValidity: "outside-validity"
        case .unknownToken: "unknown-token"
        case .missingScope: "missing-scope"
        case .grantedInPart: "granted-in-part"
        case .unusableContainer: "unusable-container"
        case .begun: "begun"
        case .secondFactorRequired: "second-factor-required"
        case .waitingTime: "waiting-time"
        case .noRequest: "no-request"
        }
    }

    /// The reason of that name, if there is one.
    package init?(name: String) {
        guard let reason = AuditReason.allCases.first(where: { $0.name == name }) else { return nil }
        self = reason
    }

    /// Whether it was done.
    package var isGranted: Bool {
        self == .granted || self == .grantedInSync || self == .grantedInPart || self == .begun
    }
}

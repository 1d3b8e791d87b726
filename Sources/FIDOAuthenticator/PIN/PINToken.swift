import CTAPHID
import FIDOMessages

/// A pinUvAuthToken in use and what belongs to it; CTAP 2.1, section 6.5.2.1.
///
/// There is at most one: a new one makes those of both protocols worthless. The PIN proves who the user is and not that
/// the user is there, so the flag for presence of the standard is never set and not kept.
struct PINToken: Sendable {
    /// How long it waits to be used for the first time, in milliseconds.
    static func initialUsageLimit(over transport: AuthenticatorTransport) -> UInt64 {
        switch transport {
        case .usb: 30_000
        case .nfc: 19_800
        }
    }

    /// How long it is good for at most, in milliseconds.
    static let maximumUsagePeriod: UInt64 = 600_000

    let pinProtocol: PINProtocol

    /// 32 secret bytes.
    let bytes: [UInt8]

    var permissions: PINPermissions

    /// Whether getPinToken has given it out, which knows no permissions; section 6.5.5.7.1.
    var isOfGetPINToken = false

    /// The one relying party that it is good for, in UTF-8; section 6.5.5.7, *permissions RP ID*.
    var rpID: [UInt8]?

    /// Whether it may still speak for a user who was verified; ends with the first credential that is made or used.
    var isUserVerified = true

    let issuedAt: Uptime

    /// How it was issued, which says how long it waits.
    let transport: AuthenticatorTransport

    var isUsed = false

    /// Whether its time is over.
    func isExpired(at now: Uptime) -> Bool {
        let limit = self.isUsed ? Self.maximumUsagePeriod : Self.initialUsageLimit(over: self.transport)
        return now >= self.issuedAt.advanced(byMilliseconds: limit)
    }
}

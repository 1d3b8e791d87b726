import FIDOAuthenticator
import FIDOMessages

/// Authenticators of CTAP 2.0 and CTAP 2.1 side by side.
enum Editions {
    /// An authenticator of an edition that is otherwise the same.
    static func platform(_ edition: CTAP2Level) throws -> Platform {
        var profile = AuthenticatorProfile.mitidChip
        profile.ctap2 = edition
        profile.asksUserFirst = edition == .ctap20
        return try Platform(profile)
    }

    static func statuses(
        _ body: (inout Platform) throws -> CTAP2StatusCode
    ) throws -> [CTAP2StatusCode] {
        try [CTAP2Level.ctap20, .ctap21].map { edition in
            var platform = try Self.platform(edition)
            return try body(&platform)
        }
    }

    /// A makeCredential, or a getAssertion with a credential that is there.
    static func request(_ command: UInt8, _ platform: inout Platform) throws -> Request {
        guard command == 0x02 else { return .makeCredential() }
        return .getAssertion(allowing: [try platform.register().id])
    }
}

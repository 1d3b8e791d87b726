import FIDOMessages

extension AuthenticatorProfile {
    /// The chip that comes with MitID.
    ///
    /// Known are Web Authentication, USB and NFC, and one button. Everything else here is **assumed**; HARDWARE.md has the
    /// list. The AAGUID is this project's own, for no public source names the real one.
    package static let mitidChip = AuthenticatorProfile(
        name: "mitid-chip",
        aaguid: [
            0x6d, 0x69, 0x74, 0x69, 0x64, 0x2d, 0x40, 0x6f, 0x80, 0x65, 0x6d, 0x75, 0x6c, 0x61, 0x74, 0x65,
        ],
        supportsU2F: true,
        ctap2: .ctap20,
        asksUserFirst: true,
        extensions: [.hmacSecret],
        supportsPIN: true,
        pinProtocols: [.one],
        discoverableCapacity: 50,
        credentialBlobCapacity: 32,
        minimumPINLengthRPIDCapacity: 8,
        largeBlobCapacity: 0,
        supportsCredentialManagement: false,
        supportsCredentialManagementPreview: false,
        supportsConfig: false,
        enterpriseRPIDs: [],
        attestation: .packed,
        maximumMessageSize: 1200,
        firmwareVersion: 1,
        userPresenceTimeout: 30_000,
        touchLifetime: 10_000,
        nfcPresenceWindow: 120_000,
        packetTimeout: 500,
        servesFIDOOverCCID: true,
        resetWindow: 10_000
    )

    /// A security key that speaks U2F v2 and nothing else.
    package static let u2fOnly: AuthenticatorProfile = {
        var profile = AuthenticatorProfile.mitidChip
        profile.name = "u2f-only"
        profile.ctap2 = nil
        profile.extensions = []
        profile.supportsPIN = false
        profile.pinProtocols = []
        profile.discoverableCapacity = 0
        return profile
    }()

    /// All that this authenticator can do: the one to hold against conformance suites.
    package static let full: AuthenticatorProfile = {
        var profile = AuthenticatorProfile.mitidChip
        profile.name = "full"
        profile.aaguid = [
            0x6d, 0x69, 0x74, 0x69, 0x64, 0x2d, 0x40, 0x6f, 0x80, 0x66, 0x75, 0x6c, 0x6c, 0x2d, 0x32, 0x31,
        ]
        profile.ctap2 = .ctap21
        profile.asksUserFirst = false
        profile.extensions = [.credProtect, .credBlob, .largeBlobKey, .minPINLength, .hmacSecret]
        profile.pinProtocols = [.two, .one]
        profile.discoverableCapacity = 100
        profile.largeBlobCapacity = 4096
        profile.supportsCredentialManagement = true
        profile.supportsCredentialManagementPreview = true
        profile.supportsConfig = true
        profile.enterpriseRPIDs = ["enterprise.example"]
        profile.maximumMessageSize = 7609
        return profile
    }()

    /// All profiles that have a name.
    package static let named = [mitidChip, u2fOnly, full]
}

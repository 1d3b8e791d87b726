package import FIDOAuthenticator
import FIDOMessages
import TimeText

/// The JSON of a chip's profile.
///
/// Read, every member may be missing and is then taken from the profile of that name, or from a base.
package struct ChipProfileDocument: Codable, Sendable {
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case name
        case aaguid
        case u2f
        case ctap2
        case asksUserFirst
        case extensions
        case pin
        case pinProtocols
        case discoverableCapacity
        case credentialBlobCapacity
        case minimumPINLengthRPIDCapacity
        case largeBlobCapacity
        case credentialManagement
        case credentialManagementPreview
        case authenticatorConfig
        case enterpriseRPIDs
        case attestation
        case maximumMessageSize
        case firmwareVersion
        case userPresenceTimeout
        case touchLifetime
        case nfcPresenceWindow
        case packetTimeout
        case fidoOverCCID
        case resetWindow
    }

    private let name: String?
    private let aaguid: String?
    private let u2f: Bool?
    private let ctap2: String?
    private let asksUserFirst: Bool?
    private let extensions: [String]?
    private let pin: Bool?
    private let pinProtocols: [UInt8]?
    private let discoverableCapacity: UInt16?
    private let credentialBlobCapacity: UInt16?
    private let minimumPINLengthRPIDCapacity: UInt16?
    private let largeBlobCapacity: UInt32?
    private let credentialManagement: Bool?
    private let credentialManagementPreview: Bool?
    private let authenticatorConfig: Bool?
    private let enterpriseRPIDs: [String]?
    private let attestation: String?
    private let maximumMessageSize: UInt16?
    private let firmwareVersion: UInt32?
    private let userPresenceTimeout: String?
    private let touchLifetime: String?
    private let nfcPresenceWindow: String?
    private let packetTimeout: String?
    private let fidoOverCCID: Bool?
    private let resetWindow: String?

    package init(_ profile: AuthenticatorProfile) {
        self.name = profile.name
        self.aaguid = AAGUIDText.text(of: profile.aaguid)
        self.u2f = profile.supportsU2F
        switch profile.ctap2 {
        case .none: self.ctap2 = "none"
        case .some(.ctap20): self.ctap2 = "2.0"
        case .some(.ctap21): self.ctap2 = "2.1"
        }
        self.asksUserFirst = profile.asksUserFirst
        self.extensions = Self.extensionNames.filter { profile.extensions.contains($0.1) }.map(\.0)
        self.pin = profile.supportsPIN
        self.pinProtocols = profile.pinProtocols.map(\.rawValue)
        self.discoverableCapacity = UInt16(clamping: profile.discoverableCapacity)
        self.credentialBlobCapacity = UInt16(clamping: profile.credentialBlobCapacity)
        self.minimumPINLengthRPIDCapacity = UInt16(clamping: profile.minimumPINLengthRPIDCapacity)
        self.largeBlobCapacity = UInt32(clamping: profile.largeBlobCapacity)
        self.credentialManagement = profile.supportsCredentialManagement
        self.credentialManagementPreview = profile.supportsCredentialManagementPreview
        self.authenticatorConfig = profile.supportsConfig
        self.enterpriseRPIDs = profile.enterpriseRPIDs
        self.attestation = Self.attestationNames.first { $0.1 == profile.attestation }?.0
        self.maximumMessageSize = UInt16(clamping: profile.maximumMessageSize)
        self.firmwareVersion = profile.firmwareVersion
        self.userPresenceTimeout = Self.text(profile.userPresenceTimeout)
        self.touchLifetime = Self.text(profile.touchLifetime)
        self.nfcPresenceWindow = Self.text(profile.nfcPresenceWindow)
        self.packetTimeout = Self.text(profile.packetTimeout)
        self.fidoOverCCID = profile.servesFIDOOverCCID
        self.resetWindow = Self.text(profile.resetWindow)
    }

    /// The profile described, on top of the named one or of `base`.
    package func profile(over base: AuthenticatorProfile) throws(SnapshotFault) -> AuthenticatorProfile {
        var profile = base
        if let name = self.name {
            profile = AuthenticatorProfile.named(name) ?? profile
            guard (1...100).contains(name.utf8.count) else { throw Self.fault("name", "must be 1 to 100 bytes long") }
            profile.name = name
        }
        if let text = self.aaguid {
            guard let aaguid = AAGUIDText.bytes(of: text) else {
                throw Self.fault("aaguid", "must be a UUID like 6d697469-642d-406f-8065-6d756c617465")
            }
            profile.aaguid = aaguid
        }
        try self.changeVersions(of: &profile)
        try self.changeRooms(of: &profile)
        profile.userPresenceTimeout =
            try Self.time(self.userPresenceTimeout, "userPresenceTimeout")
            ?? profile.userPresenceTimeout
        profile.touchLifetime = try Self.time(self.touchLifetime, "touchLifetime") ?? profile.touchLifetime
        profile.nfcPresenceWindow =
            try Self.time(self.nfcPresenceWindow, "nfcPresenceWindow")
            ?? profile.nfcPresenceWindow
        if let timeout = try Self.time(self.packetTimeout, "packetTimeout") {
            guard timeout > 0 else { throw Self.fault("packetTimeout", "must be longer than PT0S") }
            profile.packetTimeout = timeout
        }
        profile.servesFIDOOverCCID = self.fidoOverCCID ?? profile.servesFIDOOverCCID
        profile.resetWindow = try Self.time(self.resetWindow, "resetWindow") ?? profile.resetWindow
        return profile
    }

    private func changeVersions(of profile: inout AuthenticatorProfile) throws(SnapshotFault) {
        profile.supportsU2F = self.u2f ?? profile.supportsU2F
        let edition = profile.ctap2
        switch self.ctap2 {
        case .none: break
        case .some("none"): profile.ctap2 = nil
        case .some("2.0"): profile.ctap2 = .ctap20
        case .some("2.1"): profile.ctap2 = .ctap21
        case .some: throw Self.fault("ctap2", "must be none, 2.0 or 2.1")
        }
        // Unless it says otherwise, an edition brings its own order.
        let usual = profile.ctap2 == edition ? profile.asksUserFirst : profile.ctap2 == .ctap20
        profile.asksUserFirst = self.asksUserFirst ?? usual
        guard profile.supportsU2F || profile.ctap2 != nil else {
            throw Self.fault("u2f", "must be true in a chip without CTAP2")
        }
        if let names = self.extensions {
            profile.extensions = []
            for name in names {
                guard let named = Self.extensionNames.first(where: { $0.0 == name }) else {
                    let known = Self.extensionNames.map(\.0).joined(separator: ", ")
                    throw Self.fault("extensions", "must be some of \(known)")
                }
                profile.extensions.insert(named.1)
            }
        }
        profile.supportsPIN = self.pin ?? profile.supportsPIN
        if let numbers = self.pinProtocols {
            let protocols = numbers.compactMap { PINProtocol(rawValue: $0) }
            guard protocols.count == numbers.count, Set(numbers).count == numbers.count else {
                throw Self.fault("pinProtocols", "must be some of 1 and 2, the preferred one first")
            }
            profile.pinProtocols = protocols
        }
        guard !profile.supportsPIN || !profile.pinProtocols.isEmpty else {
            throw Self.fault("pinProtocols", "must not be empty in a chip that takes a PIN")
        }
        profile.supportsCredentialManagement = self.credentialManagement ?? profile.supportsCredentialManagement
        profile.supportsCredentialManagementPreview =
            self.credentialManagementPreview ?? profile.supportsCredentialManagementPreview
        profile.supportsConfig = self.authenticatorConfig ?? profile.supportsConfig
        if let name = self.attestation {
            guard let named = Self.attestationNames.first(where: { $0.0 == name }) else {
                let known = Self.attestationNames.map(\.0).joined(separator: ", ")
                throw Self.fault("attestation", "must be one of \(known)")
            }
            profile.attestation = named.1
        }
        profile.firmwareVersion = self.firmwareVersion ?? profile.firmwareVersion
    }

    private func changeRooms(of profile: inout AuthenticatorProfile) throws(SnapshotFault) {
        if let capacity = self.discoverableCapacity {
            guard capacity <= 1000 else { throw Self.fault("discoverableCapacity", "must be 0 to 1000") }
            profile.discoverableCapacity = Int(capacity)
        }
        if let capacity = self.credentialBlobCapacity {
            guard (32...1024).contains(capacity) else {
                throw Self.fault("credentialBlobCapacity", "must be 32 to 1024")
            }
            profile.credentialBlobCapacity = Int(capacity)
        }
        if let capacity = self.minimumPINLengthRPIDCapacity {
            guard capacity <= 64 else { throw Self.fault("minimumPINLengthRPIDCapacity", "must be 0 to 64") }
            profile.minimumPINLengthRPIDCapacity = Int(capacity)
        }
        if let capacity = self.largeBlobCapacity {
            guard capacity == 0 || (1024...65_536).contains(capacity) else {
                throw Self.fault("largeBlobCapacity", "must be 0, or 1024 to 65536")
            }
            profile.largeBlobCapacity = Int(capacity)
        }
        if let size = self.maximumMessageSize {
            guard (1024...7609).contains(size) else { throw Self.fault("maximumMessageSize", "must be 1024 to 7609") }
            profile.maximumMessageSize = Int(size)
        }
        if let names = self.enterpriseRPIDs {
            guard names.count <= 64, names.allSatisfy({ (1...255).contains($0.utf8.count) }) else {
                throw Self.fault("enterpriseRPIDs", "must be at most 64 names of 1 to 255 bytes")
            }
            profile.enterpriseRPIDs = names
        }
    }

    private static let extensionNames: [(String, AuthenticatorExtensions)] = [
        ("credBlob", .credBlob), ("credProtect", .credProtect), ("hmac-secret", .hmacSecret),
        ("largeBlobKey", .largeBlobKey), ("minPinLength", .minPINLength),
    ]

    private static let attestationNames: [(String, AttestationConveyance)] = [
        ("packed", .packed), ("self", .selfSigned), ("none", .none),
    ]

    private static func text(_ milliseconds: UInt64) -> String {
        ISO8601Duration.text(milliseconds: Int64(clamping: milliseconds))
    }

    private static func time(_ text: String?, _ member: String) throws(SnapshotFault) -> UInt64? {
        guard let text else { return nil }
        guard let milliseconds = try? ISO8601Duration.milliseconds(of: text), (0...86_400_000).contains(milliseconds)
        else { throw Self.fault(member, "must be a duration (ISO 8601) of at most PT24H") }
        return UInt64(milliseconds)
    }

    private static func fault(_ member: String, _ reason: String) -> SnapshotFault {
        SnapshotFault(reason: "profile.\(member): \(reason)")
    }
}

extension AuthenticatorProfile {
    /// The profile that comes with the bench under that name.
    package static func named(_ name: String) -> AuthenticatorProfile? {
        self.named.first { $0.name == name }
    }
}

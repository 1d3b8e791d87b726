import Bench
import HTTPService

/// The members that make a code display or a reader.
struct OTPBody: Sendable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case kind
        case serialNumber
        case name
        case secretHex
        case secretBase32
        case profile
        case counter
    }

    let description: OTPDescription

    init(from decoder: any Decoder, _ kind: OTPKind) throws {
        try decoder.refuseUnknownMembers(besides: CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let serialNumber = try container.decodeSerialNumber(forKey: .serialNumber, in: decoder)
        let name = try container.decodeName(forKey: .name, in: decoder)
        let counter = try container.decodeWholeNumber(UInt64.self, forKey: .counter)
        self.description = OTPDescription(
            kind: kind,
            name: name,
            profile: try Self.profile(in: container, of: kind),
            serialNumber: serialNumber,
            secret: try Self.secret(in: container),
            counter: counter ?? 0
        )
    }

    private static func secret(in container: KeyedDecodingContainer<CodingKeys>) throws -> [UInt8]? {
        let hex = try container.decodeIfPresent(String.self, forKey: .secretHex)
        let base32 = try container.decodeIfPresent(String.self, forKey: .secretBase32)
        switch (hex, base32) {
        case (.some(let text), .none): return try SecretText.bytes(hex: text)
        case (.none, .some(let text)): return try SecretText.bytes(base32: text)
        case (.none, .none): return nil
        case (.some, .some): throw SnapshotFault(reason: "secretBase32: stands beside secretHex; give one of them")
        }
    }

    private static func profile(
        in container: KeyedDecodingContainer<CodingKeys>,
        of kind: OTPKind
    ) throws -> NamedProfile? {
        guard container.contains(.profile), try !container.decodeNil(forKey: .profile) else { return nil }
        guard let name = try? container.decode(String.self, forKey: .profile) else {
            return try container.decode(ProfileDocument.self, forKey: .profile).profile(over: kind.usualProfile)
        }
        guard let profile = NamedProfile(named: name) else {
            throw SnapshotFault(reason: "profile: '\(Problem.shown(name))' is not one; GET /v1/profiles lists them")
        }
        return profile
    }
}

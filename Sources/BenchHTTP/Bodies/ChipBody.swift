import Bench
import FIDOAuthenticator
import HTTPService

/// The members that make a chip.
struct ChipBody: Sendable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case kind
        case serialNumber
        case name
        case profile
        case attestation
        case connection
        case presence
    }

    private struct IdentityBody: Decodable {
        enum CodingKeys: String, CodingKey, CaseIterable {
            case keyPEM
            case chainPEM
        }

        let identity: ChipAttestation.Identity

        init(from decoder: any Decoder) throws {
            try decoder.refuseUnknownMembers(besides: CodingKeys.self)
            let container = try decoder.container(keyedBy: CodingKeys.self)
            self.identity = ChipAttestation.Identity(
                keyPEM: try container.decode(String.self, forKey: .keyPEM),
                chainPEM: try container.decode(String.self, forKey: .chainPEM)
            )
        }
    }

    private struct AttestationBody: Decodable {
        enum CodingKeys: String, CodingKey, CaseIterable {
            case keyPEM
            case chainPEM
            case enterprise
        }

        let attestation: ChipAttestation

        init(from decoder: any Decoder) throws {
            try decoder.refuseUnknownMembers(besides: CodingKeys.self)
            let container = try decoder.container(keyedBy: CodingKeys.self)
            self.attestation = ChipAttestation(
                batch: ChipAttestation.Identity(
                    keyPEM: try container.decode(String.self, forKey: .keyPEM),
                    chainPEM: try container.decode(String.self, forKey: .chainPEM)
                ),
                enterprise: try container.decodeIfPresent(IdentityBody.self, forKey: .enterprise)?.identity
            )
        }
    }

    let description: ChipDescription

    init(from decoder: any Decoder) throws {
        try decoder.refuseUnknownMembers(besides: CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        var connection = ChipConnection()
        if let change = try container.decodeIfPresent(ConnectionBody.self, forKey: .connection)?.change {
            connection = ChipConnection(usb: change.usb ?? false, nfc: change.nfc ?? false)
        }
        self.description = ChipDescription(
            name: try container.decodeName(forKey: .name, in: decoder),
            profile: try Self.profile(in: container),
            serialNumber: try container.decodeSerialNumber(forKey: .serialNumber, in: decoder),
            attestation: try container.decodeIfPresent(AttestationBody.self, forKey: .attestation)?.attestation,
            connection: connection,
            presence: try container.decodeIfPresent(PresenceBody.self, forKey: .presence)?.setting ?? PresenceSetting()
        )
    }

    private static func profile(in container: KeyedDecodingContainer<CodingKeys>) throws -> AuthenticatorProfile {
        guard container.contains(.profile), try !container.decodeNil(forKey: .profile) else { return .mitidChip }
        guard let name = try? container.decode(String.self, forKey: .profile) else {
            return try container.decode(ChipProfileDocument.self, forKey: .profile).profile(over: .mitidChip)
        }
        guard let profile = AuthenticatorProfile.named(name) else {
            throw SnapshotFault(reason: "profile: '\(Problem.shown(name))' is not one; GET /v1/profiles lists them")
        }
        return profile
    }
}

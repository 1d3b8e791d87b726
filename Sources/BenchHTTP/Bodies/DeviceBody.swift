import Bench
import HTTPService
import HTTPTypes
import OTPCore

/// The body that makes one device.
struct DeviceBody: Decodable, Sendable {
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

    init(from decoder: any Decoder) throws {
        try decoder.refuseUnknownMembers(besides: CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let kindName = try container.decode(String.self, forKey: .kind)
        guard let kind = OTPKind(rawValue: kindName) else {
            throw Self.unsupported(kindName)
        }
        var serialNumber: SerialNumber?
        if let text = try container.decodeIfPresent(String.self, forKey: .serialNumber) {
            serialNumber = try? SerialNumber(text)
            guard serialNumber != nil, text != ".", text != ".." else {
                throw decoder.refusal(of: CodingKeys.serialNumber, "must be 1 to 64 letters, digits and -._:+")
            }
        }
        let name = try container.decodeIfPresent(String.self, forKey: .name)
        guard Self.isName(name) else {
            throw decoder.refusal(of: CodingKeys.name, "must be 1 to 100 characters without control characters.")
        }
        let counter = try container.decodeWholeNumber(UInt64.self, forKey: .counter)
        do {
            self.description = OTPDescription(
                kind: kind,
                name: name,
                profile: try Self.profile(in: container, of: kind),
                serialNumber: serialNumber,
                secret: try Self.secret(in: container),
                counter: counter ?? 0
            )
        } catch let fault as SnapshotFault {
            throw Problem.invalidMember(fault, in: decoder.codingPath)
        }
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

    private static func isName(_ name: String?) -> Bool {
        guard let name else { return true }
        return (1...100).contains(name.count) && name.utf8.count <= 400
            && name.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
    }

    private static func unsupported(_ kind: String) -> Problem {
        Problem(
            "unsupported-kind",
            status: .unprocessableContent,
            title: "The bench has no such kind of device",
            detail: kind == "chip"
                ? "Chips are not built yet; this bench has code-display and audio-code-reader."
                : "'\(Problem.shown(kind))' is not a kind; this bench has code-display and audio-code-reader."
        )
    }
}

extension Problem {
    /// A value that cannot be used, with the place it stands at.
    static func invalidMember(_ fault: SnapshotFault, in path: [any CodingKey]) -> Problem {
        let parts = fault.reason.split(separator: ": ", maxSplits: 1)
        let place = path.compactMap { $0.intValue.map { "[\($0)]." } ?? nil }.joined()
        let reason = parts.count > 1 ? String(parts[1]) : "cannot be used"
        return .invalidMember(place + (parts.first ?? "body"), reason.hasSuffix(".") ? reason : reason + ".")
    }
}

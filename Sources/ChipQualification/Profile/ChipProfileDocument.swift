package import Foundation
package import TokenQuality

/// A profile as a JSON file.
package struct ChipProfileDocument: Codable, Equatable, Sendable {
    /// Error of a profile's file.
    package struct Fault: Error, Equatable, Sendable, CustomStringConvertible {
        package let description: String
    }

    package struct Range: Codable, Equatable, Sendable {
        package var minimum: UInt64
        package var maximum: UInt64
    }

    package struct USB: Codable, Equatable, Sendable {
        /// Four hexadecimal digits.
        package var vendor: String?
        package var product: String?
    }

    package struct Attestation: Codable, Equatable, Sendable {
        package var format: String?
        package var subject: String?
    }

    package struct Limits: Codable, Equatable, Sendable {
        package var roundTripMilliseconds: Double?
        package var assertionMilliseconds: Double?
        package var powerUpMilliseconds: Double?
        package var minorFailures: Int?
    }

    package var name: String
    package var aaguid: String?
    package var versions: [String]?
    package var extensions: [String]?
    package var options: [String: Bool]?
    package var transports: [String]?
    package var algorithms: [Int64]?
    package var pinProtocols: [UInt64]?
    package var firmwareVersion: Range?
    package var discoverableCredentials: UInt64?
    package var answerToReset: String?
    package var usb: USB?
    package var attestation: Attestation?
    package var limits: Limits?

    /// Reads a file; a member that is not known is refused, so that a slip does not pass for a check.
    package static func profile(reading data: Data) throws(Fault) -> ChipProfile {
        let document: ChipProfileDocument
        do {
            guard let object = try JSONSerialization.jsonObject(with: data) as? [String: Any] else {
                throw Fault(description: "is no JSON object")
            }
            try Self.refuseUnknown(object, Self.members)
            for (member, names) in Self.innerMembers {
                if let inner = object[member] as? [String: Any] { try Self.refuseUnknown(inner, names, in: member) }
            }
            document = try JSONDecoder().decode(ChipProfileDocument.self, from: data)
        } catch let fault as Fault {
            throw fault
        } catch let error as DecodingError {
            throw Fault(description: "member \(error.memberPath) is missing or of another type")
        } catch {
            throw Fault(description: "is no JSON")
        }
        return try document.profile()
    }

    private static let members = [
        "name", "aaguid", "versions", "extensions", "options", "transports", "algorithms", "pinProtocols",
        "firmwareVersion", "discoverableCredentials", "answerToReset", "usb", "attestation", "limits",
    ]
    private static let innerMembers = [
        "firmwareVersion": ["minimum", "maximum"], "usb": ["vendor", "product"],
        "attestation": ["format", "subject"],
        "limits": ["roundTripMilliseconds", "assertionMilliseconds", "powerUpMilliseconds", "minorFailures"],
    ]

    private static func refuseUnknown(
        _ object: [String: Any],
        _ names: [String],
        in place: String? = nil
    ) throws(Fault) {
        guard let unknown = object.keys.sorted().first(where: { !names.contains($0) }) else { return }
        let path = place.map { "\($0).\(unknown)" } ?? unknown
        throw Fault(description: "has an unknown member \(path); known are \(names.joined(separator: ", "))")
    }

    private func profile() throws(Fault) -> ChipProfile {
        var profile = ChipProfile()
        profile.name = self.name
        profile.versions = self.versions
        profile.extensions = self.extensions
        profile.options = self.options?.sorted { $0.key < $1.key }.map { .init(name: $0.key, value: $0.value) }
        profile.transports = self.transports
        profile.algorithms = self.algorithms
        profile.pinProtocols = self.pinProtocols
        profile.discoverableCredentials = self.discoverableCredentials
        profile.attestationFormat = self.attestation?.format
        profile.attestationSubject = self.attestation?.subject
        if let text = self.aaguid {
            guard let bytes = UUIDText.bytes(of: text) else {
                throw Fault(description: "member aaguid must be a UUID such as 6d697469-642d-406f-8065-6d756c617465")
            }
            profile.aaguid = bytes
        }
        if let range = self.firmwareVersion {
            guard range.minimum <= range.maximum else {
                throw Fault(description: "member firmwareVersion has its minimum above its maximum")
            }
            profile.firmwareVersions = range.minimum...range.maximum
        }
        if let text = self.answerToReset {
            guard let bytes = HexadecimalText.bytes(of: text), !bytes.isEmpty else {
                throw Fault(description: "member answerToReset must be hexadecimal digits")
            }
            profile.answerToReset = bytes
        }
        profile.usbVendor = try Self.number(self.usb?.vendor, "usb.vendor")
        profile.usbProduct = try Self.number(self.usb?.product, "usb.product")
        profile.roundTripLimit = try Self.limit(self.limits?.roundTripMilliseconds, "limits.roundTripMilliseconds")
        profile.assertionLimit = try Self.limit(self.limits?.assertionMilliseconds, "limits.assertionMilliseconds")
        profile.powerUpLimit = try Self.limit(self.limits?.powerUpMilliseconds, "limits.powerUpMilliseconds")
        if let count = self.limits?.minorFailures {
            guard (0...1_000).contains(count) else {
                throw Fault(description: "member limits.minorFailures must be 0 to 1000")
            }
            profile.allowedMinorFailures = count
        }
        return profile
    }

    private static func number(_ text: String?, _ member: String) throws(Fault) -> UInt16? {
        guard let text else { return nil }
        guard text.count == 4, text.allSatisfy(\.isHexDigit), let number = UInt16(text, radix: 16) else {
            throw Fault(description: "member \(member) must be four hexadecimal digits")
        }
        return number
    }

    private static func limit(_ milliseconds: Double?, _ member: String) throws(Fault) -> UInt64? {
        guard let milliseconds else { return nil }
        guard milliseconds > 0, milliseconds <= 3_600_000 else {
            throw Fault(description: "member \(member) must be above 0 and at most 3600000")
        }
        return UInt64(milliseconds * 1_000)
    }
}

extension DecodingError {
    fileprivate var memberPath: String {
        let (path, last): ([any CodingKey], String?) =
            switch self {
            case .keyNotFound(let key, let context): (context.codingPath, key.stringValue)
            case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
                (context.codingPath, nil)
            @unknown default: ([], nil)
            }
        let names = path.map(\.stringValue) + [last].compactMap { $0 }
        return names.isEmpty ? "name" : names.joined(separator: ".")
    }
}

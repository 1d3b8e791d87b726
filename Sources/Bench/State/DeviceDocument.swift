import Foundation
import StrictJSON

/// The JSON of a whole device: the file in a state directory and the body of a snapshot.
package enum DeviceDocument: Codable, Sendable {
    case otp(OTPDocument)
    case chip(ChipDocument)

    private enum CodingKeys: String, CodingKey {
        case kind
    }

    package init(_ snapshot: DeviceSnapshot) {
        switch snapshot {
        case .otp(let snapshot): self = .otp(OTPDocument(snapshot))
        case .chip(let snapshot): self = .chip(ChipDocument(snapshot))
        }
    }

    package init(from decoder: any Decoder) throws {
        let kind = try decoder.container(keyedBy: CodingKeys.self).decode(String.self, forKey: .kind)
        switch DeviceKind(named: kind) {
        case .otp: self = .otp(try OTPDocument(from: decoder))
        case .chip: self = .chip(try ChipDocument(from: decoder))
        case .none: throw SnapshotFault(reason: "kind: must be one of \(DeviceKind.names)")
        }
    }

    package func encode(to encoder: any Encoder) throws {
        switch self {
        case .otp(let document): try document.encode(to: encoder)
        case .chip(let document): try document.encode(to: encoder)
        }
    }

    /// The device described, if there can be such a device.
    package func snapshot() throws(SnapshotFault) -> DeviceSnapshot {
        switch self {
        case .otp(let document): .otp(try document.snapshot())
        case .chip(let document): .chip(try document.snapshot())
        }
    }

    package static func encode(_ snapshot: DeviceSnapshot) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(DeviceDocument(snapshot))).map { [UInt8]($0) } ?? []
    }

    static func decode(_ bytes: [UInt8]) throws(SnapshotFault) -> DeviceSnapshot {
        if let fault = InteroperableJSON.fault(in: bytes.span) { throw SnapshotFault(reason: "it \(fault)") }
        let document: DeviceDocument
        do {
            document = try JSONDecoder().decode(DeviceDocument.self, from: Data(bytes))
        } catch let fault as SnapshotFault {
            throw fault
        } catch let DecodingError.keyNotFound(key, _) {
            throw SnapshotFault(reason: "\(key.stringValue): is missing")
        } catch let DecodingError.typeMismatch(_, context) {
            throw SnapshotFault(reason: "\(context.codingPath.last?.stringValue ?? "it"): is of another type")
        } catch {
            throw SnapshotFault(reason: "it is not the JSON of a device")
        }
        return try document.snapshot()
    }
}

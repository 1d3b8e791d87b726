import Bench
import HTTPService
import HTTPTypes

/// The body that makes one device.
struct DeviceBody: Decodable, Sendable {
    private enum CodingKeys: String, CodingKey {
        case kind
    }

    let description: DeviceDescription

    init(from decoder: any Decoder) throws {
        let name = try decoder.container(keyedBy: CodingKeys.self).decode(String.self, forKey: .kind)
        guard let kind = DeviceKind(named: name) else { throw Self.unsupported(name) }
        do {
            switch kind {
            case .otp(let kind): self.description = .otp(try OTPBody(from: decoder, kind).description)
            case .chip: self.description = .chip(try ChipBody(from: decoder).description)
            }
        } catch let fault as SnapshotFault {
            throw Problem.invalidMember(fault, in: decoder.codingPath)
        }
    }

    private static func unsupported(_ kind: String) -> Problem {
        Problem(
            "unsupported-kind",
            status: .unprocessableContent,
            title: "The bench has no such kind of device",
            detail: "'\(Problem.shown(kind))' is not a kind; this bench has \(DeviceKind.names)."
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

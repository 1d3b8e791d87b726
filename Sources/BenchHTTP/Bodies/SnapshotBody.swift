import Bench
import HTTPService

/// A device to be put back.
struct SnapshotBody: Decodable, Sendable {
    enum CodingKeys: String, CodingKey {
        case allowCounterRollback
    }

    let snapshot: DeviceSnapshot
    /// Whether a counter may go back: an HOTP counter, and with it codes be shown again, or one of a chip.
    let allowsCounterRollback: Bool

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.allowsCounterRollback = try container.decodeIfPresent(Bool.self, forKey: .allowCounterRollback) ?? false
        do {
            self.snapshot = try DeviceDocument(from: decoder).snapshot()
        } catch let fault as SnapshotFault {
            throw Problem.invalidMember(fault, in: decoder.codingPath)
        }
    }
}

import Bench
import HTTPService

/// A device to be put back.
struct SnapshotBody: Decodable, Sendable {
    enum CodingKeys: String, CodingKey {
        case allowCounterRollback
    }

    let snapshot: OTPSnapshot
    /// Whether an HOTP counter may go back, and with it codes be shown again.
    let allowsCounterRollback: Bool

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.allowsCounterRollback = try container.decodeIfPresent(Bool.self, forKey: .allowCounterRollback) ?? false
        do {
            self.snapshot = try OTPDocument(from: decoder).snapshot()
        } catch let fault as SnapshotFault {
            throw Problem.invalidMember(fault, in: decoder.codingPath)
        }
    }
}

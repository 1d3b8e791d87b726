import Bench
import HTTPService

/// Who is to touch a chip that asks for a touch.
struct PresenceBody: Decodable, Sendable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case mode
        case delay
    }

    /// The longest time the finger that comes by itself takes.
    private static let longest: Int64 = 3_600_000

    let setting: PresenceSetting

    init(from decoder: any Decoder) throws {
        try decoder.refuseUnknownMembers(besides: CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        guard let mode = PresenceSetting.Mode(rawValue: try container.decode(String.self, forKey: .mode)) else {
            throw decoder.refusal(of: CodingKeys.mode, "must be ask, accept or reject.")
        }
        let delay = try container.decodeMilliseconds(forKey: .delay, in: decoder)
        guard let milliseconds = UInt32(exactly: delay ?? 0), milliseconds <= Self.longest else {
            throw decoder.refusal(of: CodingKeys.delay, "must be PT0S to PT1H.")
        }
        guard mode != .ask || delay == nil else {
            throw decoder.refusal(of: CodingKeys.delay, "is only for accept and reject.")
        }
        self.setting = PresenceSetting(mode: mode, delayMilliseconds: milliseconds)
    }
}

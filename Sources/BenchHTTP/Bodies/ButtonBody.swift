import HTTPService
import TimeText

/// What a finger does to a button.
struct ButtonBody: Decodable, Sendable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case action
        case duration
    }

    enum Action: Sendable {
        case press
        case hold(milliseconds: Int64?)
        case release
    }

    /// The longest time a finger stays.
    private static let longest: Int64 = 24 * 3_600_000

    let action: Action

    /// Presses and lets go.
    static let press = ButtonBody(action: .press)

    private init(action: Action) {
        self.action = action
    }

    init(from decoder: any Decoder) throws {
        try decoder.refuseUnknownMembers(besides: CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let name = try container.decodeIfPresent(String.self, forKey: .action) ?? "press"
        let duration = try container.decodeMilliseconds(forKey: .duration, in: decoder)
        switch name {
        case "press":
            self.action = .press
        case "hold":
            self.action = .hold(milliseconds: duration)
        case "release":
            self.action = .release
        default:
            throw decoder.refusal(of: CodingKeys.action, "must be press, hold or release.")
        }
        guard let duration else { return }
        guard case .hold = self.action else {
            throw decoder.refusal(of: CodingKeys.duration, "is only for hold.")
        }
        guard duration > 0, duration <= Self.longest else {
            throw decoder.refusal(of: CodingKeys.duration, "must be longer than nothing and at most PT24H.")
        }
    }
}

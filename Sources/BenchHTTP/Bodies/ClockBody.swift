import Bench
import HTTPService
import OTPDevices

/// What is to be done to the clock of the bench.
struct ClockBody: Decodable, Sendable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case freeze
        case run
        case advance
        case now
    }

    let change: ClockChange

    init(from decoder: any Decoder) throws {
        try decoder.refuseUnknownMembers(besides: CodingKeys.self)
        self.change = try Self.change(in: try decoder.container(keyedBy: CodingKeys.self), decoder)
    }

    static func change<Key: CodingKey>(
        in container: KeyedDecodingContainer<Key>,
        _ decoder: any Decoder
    ) throws -> ClockChange {
        var change = ClockChange()
        if let key = Key(stringValue: "freeze"), let freeze = try container.decodeIfPresent(Bool.self, forKey: key) {
            change.freeze = freeze
        }
        if let key = Key(stringValue: "run"), let run = try container.decodeIfPresent(Bool.self, forKey: key) {
            guard change.freeze != run else {
                throw decoder.refusal(of: key, "says the opposite of freeze.")
            }
            change.freeze = !run
        }
        if let key = Key(stringValue: "advance") {
            change.advance = try container.decodeMilliseconds(forKey: key, in: decoder)
            guard change.advance ?? 0 >= 0 else {
                throw decoder.refusal(of: key, "must not be negative; set the clock back with now.")
            }
        }
        if let key = Key(stringValue: "now") {
            change.set = try container.decodeInstant(forKey: key, in: decoder)
        }
        return change
    }
}

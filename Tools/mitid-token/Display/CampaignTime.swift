import TimeText
import TokenQuality

/// A time in a campaign file: RFC 3339, to the millisecond.
struct CampaignTime: Codable, Equatable {
    let milliseconds: Int64

    init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard
            let milliseconds = try? RFC3339.milliseconds(of: text),
            ClockObservation.times.contains(milliseconds)
        else {
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription: "expected a time as 2026-11-22T12:00:00.123Z"
            )
        }
        self.milliseconds = milliseconds
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(self.text)
    }

    var text: String {
        let times = ClockObservation.times
        return RFC3339.text(milliseconds: min(max(self.milliseconds, times.lowerBound), times.upperBound))
    }

    /// The day alone, as people plan by it.
    var day: String { String(self.text.prefix(10)) }
}

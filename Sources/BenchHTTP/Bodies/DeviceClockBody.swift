import Bench
import HTTPService

/// What is to be done to the clock of a device.
struct DeviceClockBody: Decodable, Sendable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case freeze
        case run
        case advance
        case now
        case offset
        case driftPPM
    }

    let change: DeviceClockChange

    init(from decoder: any Decoder) throws {
        try decoder.refuseUnknownMembers(besides: CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let change = DeviceClockChange(
            clock: try ClockBody.change(in: container, decoder),
            offsetMilliseconds: try container.decodeMilliseconds(forKey: .offset, in: decoder),
            driftPPM: try container.decodeDrift(forKey: .driftPPM, in: decoder)
        )
        guard change.clock.set == nil || change.offsetMilliseconds == nil else {
            throw decoder.refusal(of: CodingKeys.offset, "stands beside now; give one of them.")
        }
        self.change = change
    }
}

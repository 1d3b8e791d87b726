import Bench
import HTTPService

/// What is to be broken about a device, or put right.
struct FaultsBody: Decodable, Sendable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case batteryPercent
        case driftPPM
        case offset
        case deadDisplay
        case stuckButton
    }

    private struct StuckBody: Decodable {
        enum CodingKeys: String, CodingKey, CaseIterable {
            case button
            case position
        }

        let stuck: OTPFaults.StuckButton

        init(from decoder: any Decoder) throws {
            try decoder.refuseUnknownMembers(besides: CodingKeys.self)
            let container = try decoder.container(keyedBy: CodingKeys.self)
            guard let button = OTPButton(named: try container.decode(String.self, forKey: .button)) else {
                throw decoder.refusal(of: CodingKeys.button, "must be main, red or a digit.")
            }
            let position = try container.decodeIfPresent(String.self, forKey: .position) ?? "down"
            guard let position = OTPFaults.Position(rawValue: position) else {
                throw decoder.refusal(of: CodingKeys.position, "must be down or up.")
            }
            self.stuck = OTPFaults.StuckButton(button: button, position: position)
        }
    }

    let change: OTPFaultChange

    init(from decoder: any Decoder) throws {
        try decoder.refuseUnknownMembers(besides: CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        var change = OTPFaultChange()
        change.batteryPercent = try container.decodeWholeNumber(UInt8.self, forKey: .batteryPercent)
        guard change.batteryPercent ?? 0 <= 100 else {
            throw decoder.refusal(of: CodingKeys.batteryPercent, "must be 0 to 100.")
        }
        change.driftPPM = try container.decodeDrift(forKey: .driftPPM, in: decoder)
        change.offsetMilliseconds = try container.decodeMilliseconds(forKey: .offset, in: decoder)
        change.isDisplayDead = try container.decodeIfPresent(Bool.self, forKey: .deadDisplay)
        if container.contains(.stuckButton) {
            if try container.decodeNil(forKey: .stuckButton) {
                change.stuckButton = .free
            } else {
                change.stuckButton = .stuck(try container.decode(StuckBody.self, forKey: .stuckButton).stuck)
            }
        }
        self.change = change
    }
}

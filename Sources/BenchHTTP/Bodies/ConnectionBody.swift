import Bench
import HTTPService

/// What a chip is to be plugged into or laid on; what is not given stays.
struct ConnectionBody: Decodable, Sendable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case usb
        case nfc
    }

    let change: ConnectionChange

    init(from decoder: any Decoder) throws {
        try decoder.refuseUnknownMembers(besides: CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.change = ConnectionChange(
            usb: try container.decodeIfPresent(Bool.self, forKey: .usb),
            nfc: try container.decodeIfPresent(Bool.self, forKey: .nfc)
        )
    }
}

import Activation
import HTTPService
import TimeText

/// The body of `PUT /v1/authenticators/{serialNumber}/block`.
struct BlockBody: Decodable, Sendable {
    /// The block that is to hold from now on; nil: none.
    let block: DeviceBlock?

    private enum Names: String, CodingKey, CaseIterable {
        case kind
        case until
    }

    init(from decoder: any Decoder) throws {
        try decoder.refuseUnknownMembers(besides: Names.self)
        let members = try decoder.container(keyedBy: Names.self)
        let hasEnd = members.contains(.until)
        switch try members.decode(String.self, forKey: .kind) {
        case "temporary":
            guard hasEnd else { throw decoder.refusal(of: Names.until, "a temporary block must say when it ends.") }
            self.block = .temporary(until: try decoder.time(at: Names.until))
        case "permanent":
            guard !hasEnd else { throw decoder.refusal(of: Names.until, "a permanent block has no end.") }
            self.block = .permanent
        case "none":
            guard !hasEnd else { throw decoder.refusal(of: Names.until, "no block has no end.") }
            self.block = nil
        default:
            throw decoder.refusal(of: Names.kind, "must be temporary, permanent or none.")
        }
    }
}

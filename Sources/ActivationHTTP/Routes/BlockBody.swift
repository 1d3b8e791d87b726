import Activation
import HTTPService
import TimeText

/// The body of `PUT /v1/authenticators/{serialNumber}/block`.
struct BlockBody: Decodable, Sendable {
    private let block: DeviceBlock?

    /// The block that is to hold from a moment on; nil: none.
    ///
    /// - Throws: A problem for one that would have ended by then.
    func block(from time: UnixTime) throws(Problem) -> DeviceBlock? {
        if let end = self.block?.end, end <= time { throw .invalidMember("until", "it lies in the past.") }
        return self.block
    }

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

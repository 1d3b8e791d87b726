import Bench
import CTAPHID
import HTTPService

/// A message to a chip over USB.
struct CTAPHIDBody: Decodable, Sendable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case command
        case data
    }

    let command: Command
    let data: [UInt8]

    init(from decoder: any Decoder) throws {
        try decoder.refuseUnknownMembers(besides: CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let name = try container.decode(String.self, forKey: .command)
        guard let command = CTAPHIDCommandName.command(named: name) else {
            throw decoder.refusal(of: CodingKeys.command, "must be one of \(CTAPHIDCommandName.requests).")
        }
        self.command = command
        self.data = try container.decodeHex(forKey: .data, upTo: Message.longestPayload, in: decoder) ?? []
    }
}

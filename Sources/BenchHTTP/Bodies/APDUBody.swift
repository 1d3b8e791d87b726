import Bench
import HTTPService

/// A command to a chip as a card.
struct APDUBody: Decodable, Sendable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case apdu
    }

    /// The longest extended command, ISO 7816-3, section 12.1.3: header, lengths and 65,535 bytes of data.
    private static let longest = 65_544

    let command: [UInt8]

    init(from decoder: any Decoder) throws {
        try decoder.refuseUnknownMembers(besides: CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        guard let command = try container.decodeHex(forKey: .apdu, upTo: Self.longest, in: decoder) else {
            throw decoder.refusal(of: CodingKeys.apdu, "is missing: the command as hexadecimal digits.")
        }
        guard !command.isEmpty else { throw decoder.refusal(of: CodingKeys.apdu, "must not be empty.") }
        self.command = command
    }
}

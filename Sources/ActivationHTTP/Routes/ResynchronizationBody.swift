import HTTPService
import OTPCore

/// The body of `POST /v1/authenticators/{serialNumber}/resynchronization`: two consecutive codes, the earlier one first.
struct ResynchronizationBody: Decodable, Sendable {
    let first: Code
    let second: Code

    private enum Names: String, CodingKey, CaseIterable {
        case codes
    }

    init(from decoder: any Decoder) throws {
        try decoder.refuseUnknownMembers(besides: Names.self)
        let texts = try decoder.container(keyedBy: Names.self).decode([String].self, forKey: .codes)
        guard
            texts.count == 2,
            let first = try? Code(typed: texts[0]),
            let second = try? Code(typed: texts[1])
        else {
            throw decoder.refusal(of: Names.codes, "must be two strings of 4 to 10 digits, and spaces between them.")
        }
        self.first = first
        self.second = second
    }
}

import Foundation

/// What the commands need of a device's JSON; `--json` prints all of it.
struct DeviceAnswer: Decodable {
    enum Part {
        case otp(OTPPart)
        case chip(ChipPart)
    }

    private enum CodingKeys: String, CodingKey {
        case kind
        case serialNumber
        case name
    }

    let kind: String
    let serialNumber: String
    let name: String?
    let part: Part

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.kind = try container.decode(String.self, forKey: .kind)
        self.serialNumber = try container.decode(String.self, forKey: .serialNumber)
        self.name = try container.decodeIfPresent(String.self, forKey: .name)
        self.part = self.kind == "chip" ? .chip(try ChipPart(from: decoder)) : .otp(try OTPPart(from: decoder))
    }

    /// What can be seen of it: the code on its screen, or where a chip is.
    var state: String {
        switch self.part {
        case .otp(let part): part.screen
        case .chip(let part): part.state
        }
    }

    /// The button that is meant when none is named.
    var usualButton: String {
        switch self.kind {
        case "chip": "touch"
        case "audio-code-reader": "red"
        default: "main"
        }
    }

    /// Its line in a list.
    var columns: [String] { [self.serialNumber, self.kind, self.state, self.name ?? ""] }

    /// All that a person wants to know.
    var description: String {
        var lines = ["serial number  \(self.serialNumber)", "kind           \(self.kind)"]
        if let name = self.name {
            lines.insert("name           \(name)", at: 1)
        }
        switch self.part {
        case .otp(let part): lines += part.lines
        case .chip(let part): lines += part.lines
        }
        return lines.joined(separator: "\n")
    }
}

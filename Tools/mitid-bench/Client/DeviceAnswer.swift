import Foundation

/// What the commands need of a device's JSON; `--json` prints all of it.
struct DeviceAnswer: Decodable {
    struct Display: Decodable {
        let lit: Bool
        let text: String
        let darkensAt: String?
    }

    struct Battery: Decodable {
        let levelPercent: Int
    }

    struct Clock: Decodable {
        let now: String
        let offset: String
        let driftPPM: Int
        let frozen: Bool
    }

    struct Speech: Decodable {
        let text: String
    }

    struct Profile: Decodable {
        let name: String?
        let algorithm: String
        let digits: Int
        let movingFactor: String
        let timeStep: String?
    }

    let kind: String
    let serialNumber: String
    let name: String?
    let profile: Profile
    let display: Display
    let battery: Battery
    let clock: Clock
    let counter: UInt64?
    let speech: Speech?

    /// The code on the screen, or what stands there instead.
    var screen: String {
        self.display.lit ? self.display.text : "dark"
    }

    /// One line for a list.
    var line: String {
        let name = self.name.map { "  \($0)" } ?? ""
        let kind = self.kind.padding(toLength: 18, withPad: " ", startingAt: 0)
        return "\(self.serialNumber)  \(kind)  \(self.screen)\(name)"
    }

    /// All that a person wants to know.
    var description: String {
        var lines = [
            "serial number  \(self.serialNumber)",
            "kind           \(self.kind)",
            "screen         \(self.screen)" + (self.display.darkensAt.map { ", until \($0)" } ?? ""),
            "clock          \(self.clock.now), \(self.clock.offset) ahead of the bench, \(self.clock.driftPPM) ppm"
                + (self.clock.frozen ? ", frozen" : ""),
            "battery        \(self.battery.levelPercent) %",
        ]
        let factor =
            self.profile.movingFactor == "time"
            ? "TOTP, a step of \(self.profile.timeStep ?? "?")" : "HOTP, next counter \(self.counter ?? 0)"
        lines.append(
            "profile        \(self.profile.name ?? "its own"): \(factor), \(self.profile.digits) digits, \(self.profile.algorithm)"
        )
        if let name = self.name {
            lines.insert("name           \(name)", at: 1)
        }
        if let speech = self.speech {
            lines.append("said           \(speech.text)")
        }
        return lines.joined(separator: "\n")
    }
}

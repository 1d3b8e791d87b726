/// What the commands need of a code display's or a reader's JSON.
struct OTPPart: Decodable {
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

    var lines: [String] {
        let factor =
            self.profile.movingFactor == "time"
            ? "TOTP, a step of \(self.profile.timeStep ?? "?")" : "HOTP, next counter \(self.counter ?? 0)"
        var lines = [
            "screen         \(self.screen)" + (self.display.darkensAt.map { ", until \($0)" } ?? ""),
            "clock          \(self.clock.now), \(ClockCommand.words(for: self.clock.offset, "the bench")), "
                + "\(self.clock.driftPPM) ppm"
                + (self.clock.frozen ? ", frozen" : ""),
            "battery        \(self.battery.levelPercent) %",
            "profile        \(self.profile.name ?? "its own"): \(factor), \(self.profile.digits) digits, "
                + self.profile.algorithm,
        ]
        if let speech = self.speech {
            lines.append("said           \(speech.text)")
        }
        return lines
    }
}

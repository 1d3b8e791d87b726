import OTPCore
import OTPDevices
import VectorSupport

/// Scripts that share a profile and a secret: events, and the actions that must come of them.
struct DeviceScriptGroup: VectorGroup {
    let source: String
    let profile: Profile
    let secret: HexBytes
    let tests: [Test]

    struct Profile: Decodable, Sendable {
        let algorithm: String
        let digits: Int
        let movingFactor: MovingFactor
        let displayTimeMilliseconds: UInt32
        let batteryCapacity: UInt32
        let lowBatteryPercent: UInt8
    }

    struct MovingFactor: Decodable, Sendable {
        let kind: String
        let step: UInt32?
        let epoch: DecimalString<Int64>?
    }

    struct Test: VectorTest {
        let tcId: Int
        let comment: String
        let result: VectorResult
        /// Scripts are all valid.
        var expect: String? { nil }
        /// The counter of the first HOTP code.
        let counter: DecimalString<UInt64>
        let steps: [Step]

        private enum CodingKeys: CodingKey {
            case tcId
            case comment
            case result
            case counter
            case steps
        }
    }

    struct Step: Decodable, Sendable {
        let event: String
        let at: DecimalString<Int64>
        let key: String?
        let percent: UInt8?
        let reading: DecimalString<Int64>?
        let ppm: Int32?
        let expect: ScriptAction
        let nextWake: DecimalString<Int64>?

        var now: Instant { Instant(milliseconds: self.at.value) }
    }

    /// A script or a runner that does not know the other's words.
    struct Unknown: Error {
        let word: String
    }

    func deviceProfile() throws -> DeviceProfile {
        let factor: OTPDevices.MovingFactor
        switch (self.profile.movingFactor.kind, self.profile.movingFactor.step, self.profile.movingFactor.epoch) {
        case ("counter", nil, nil): factor = .counter
        case ("time", .some(let step), .some(let epoch)): factor = .time(step: step, epoch: epoch.value)
        default: throw Unknown(word: self.profile.movingFactor.kind)
        }
        return try DeviceProfile(
            algorithm: self.algorithm(),
            digits: self.profile.digits,
            movingFactor: factor,
            displayTimeMilliseconds: self.profile.displayTimeMilliseconds,
            batteryCapacity: self.profile.batteryCapacity,
            lowBatteryPercent: self.profile.lowBatteryPercent
        )
    }

    func key() throws -> HMACKey {
        HMACKey(copying: self.secret.bytes.span, algorithm: try self.algorithm())
    }

    private func algorithm() throws -> HashAlgorithm {
        switch self.profile.algorithm {
        case "sha1": .sha1
        case "sha256": .sha256
        case "sha512": .sha512
        default: throw Unknown(word: self.profile.algorithm)
        }
    }
}

import OTPCore
import OTPDevices
import TimeText

/// The JSON of a profile.
///
/// Read, every member may be missing and is then taken from a base.
package struct ProfileDocument: Codable, Sendable {
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case name
        case algorithm
        case digits
        case movingFactor
        case timeStep
        case epoch
        case displayTime
        case batteryCapacity
        case lowBatteryPercent
    }

    private let name: String?
    private let algorithm: String?
    private let digits: Int?
    private let movingFactor: String?
    private let timeStep: String?
    private let epoch: String?
    private let displayTime: String?
    private let batteryCapacity: UInt32?
    private let lowBatteryPercent: UInt8?

    package init(_ named: NamedProfile) {
        let profile = named.profile
        self.name = named.name
        switch profile.algorithm {
        case .sha1: self.algorithm = "sha1"
        case .sha256: self.algorithm = "sha256"
        case .sha512: self.algorithm = "sha512"
        }
        self.digits = profile.digits
        switch profile.movingFactor {
        case .time(let step, let epoch):
            self.movingFactor = "time"
            self.timeStep = ISO8601Duration.text(milliseconds: Int64(step) * 1000)
            self.epoch = RFC3339.text(milliseconds: Instant.seconds(epoch).milliseconds)
        case .counter:
            self.movingFactor = "counter"
            self.timeStep = nil
            self.epoch = nil
        }
        self.displayTime = ISO8601Duration.text(milliseconds: Int64(profile.displayTimeMilliseconds))
        self.batteryCapacity = profile.batteryCapacity
        self.lowBatteryPercent = profile.lowBatteryPercent
    }

    /// The profile described, on top of the named one or of `base`.
    package func profile(over base: NamedProfile) throws(SnapshotFault) -> NamedProfile {
        var base = base
        if let name = self.name, let named = NamedProfile(named: name) {
            base = named
        }
        let named = base.profile
        var milliseconds = named.displayTimeMilliseconds
        if let text = self.displayTime {
            milliseconds = try Self.number(UInt32.self, try Self.duration(text, "displayTime"), "displayTime")
        }
        do {
            let profile = try DeviceProfile(
                algorithm: try self.hash(over: named.algorithm),
                digits: self.digits ?? named.digits,
                movingFactor: try self.factor(over: named.movingFactor),
                displayTimeMilliseconds: milliseconds,
                batteryCapacity: self.batteryCapacity ?? named.batteryCapacity,
                lowBatteryPercent: self.lowBatteryPercent ?? named.lowBatteryPercent
            )
            // A changed profile no longer goes by the name of the one it came from.
            return NamedProfile(name: profile == named ? base.name : self.ownName, profile: profile)
        } catch let fault as SnapshotFault {
            throw fault
        } catch let error as DeviceProfileError {
            throw Self.fault(error)
        } catch {
            throw SnapshotFault(reason: "profile: it is no profile")
        }
    }

    private var ownName: String? {
        self.name.flatMap { NamedProfile(named: $0) == nil ? $0 : nil }
    }

    private func hash(over base: HashAlgorithm) throws(SnapshotFault) -> HashAlgorithm {
        switch self.algorithm {
        case .none: return base
        case .some("sha1"): return .sha1
        case .some("sha256"): return .sha256
        case .some("sha512"): return .sha512
        case .some: throw SnapshotFault(reason: "profile.algorithm: must be sha1, sha256 or sha512")
        }
    }

    private func factor(over base: MovingFactor) throws(SnapshotFault) -> MovingFactor {
        var step: UInt32 = 30
        var epoch: Int64 = 0
        if case .time(let baseStep, let baseEpoch) = base {
            (step, epoch) = (baseStep, baseEpoch)
        }
        switch self.movingFactor {
        case .some("counter"):
            return .counter
        case .none where base == .counter:
            return .counter
        case .none, .some("time"):
            if let text = self.timeStep {
                let milliseconds = try Self.duration(text, "timeStep")
                guard milliseconds % 1000 == 0 else {
                    throw SnapshotFault(reason: "profile.timeStep: must be whole seconds")
                }
                step = try Self.number(UInt32.self, milliseconds / 1000, "timeStep")
            }
            if let text = self.epoch {
                guard let milliseconds = try? RFC3339.milliseconds(of: text), milliseconds % 1000 == 0 else {
                    throw SnapshotFault(reason: "profile.epoch: must be a time in whole seconds (RFC 3339)")
                }
                epoch = milliseconds / 1000
            }
            return .time(step: step, epoch: epoch)
        case .some:
            throw SnapshotFault(reason: "profile.movingFactor: must be time or counter")
        }
    }

    private static func duration(_ text: String, _ member: String) throws(SnapshotFault) -> Int64 {
        do {
            return try ISO8601Duration.milliseconds(of: text)
        } catch {
            throw SnapshotFault(reason: "profile.\(member): \(error)")
        }
    }

    private static func number<Number: FixedWidthInteger>(
        _ type: Number.Type,
        _ value: Int64,
        _ member: String
    ) throws(SnapshotFault) -> Number {
        guard let number = Number(exactly: value) else {
            throw SnapshotFault(reason: "profile.\(member): is out of range")
        }
        return number
    }

    private static func fault(_ error: DeviceProfileError) -> SnapshotFault {
        switch error {
        case .digitsOutOfRange: SnapshotFault(reason: "profile.digits: must be 6 to 10")
        case .zeroTimeStep: SnapshotFault(reason: "profile.timeStep: must be at least one second")
        case .displayTimeOutOfRange: SnapshotFault(reason: "profile.displayTime: must be PT0.1S to PT1H")
        case .zeroBatteryCapacity: SnapshotFault(reason: "profile.batteryCapacity: must be at least 1")
        case .lowBatteryOutOfRange: SnapshotFault(reason: "profile.lowBatteryPercent: must be 0 to 100")
        }
    }
}

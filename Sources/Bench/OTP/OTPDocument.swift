import OTPCore
import OTPDevices
import TimeText

/// The JSON of a whole device: the file in a state directory and the body of a snapshot.
package struct OTPDocument: Codable, Sendable {
    private struct BatteryPart: Codable {
        let charge: UInt32
    }

    private struct ClockPart: Codable {
        let setAt: String
        let reading: String
        let driftPPM: Int32
        let frozen: Bool
    }

    private struct ReadingPart: Codable {
        let text: String?
        let lowBattery: Bool
        let since: String
    }

    private struct SettingsPart: Codable {
        let volume: UInt8
        let speed: UInt8
        let language: String
    }

    private struct SpeechPart: Codable {
        let phrases: [String]
        let volume: UInt8
        let speed: UInt8
        let language: String
        let spokenAt: String
        let interruptedAt: String?
    }

    private struct StuckPart: Codable {
        let button: String
        let position: String
    }

    private struct FaultsPart: Codable {
        let deadDisplay: Bool
        let stuckButton: StuckPart?
    }

    private let format: Int
    private let kind: String
    private let serialNumber: String
    private let name: String?
    private let profile: ProfileDocument
    private let secretHex: String
    private let counter: UInt64?
    private let battery: BatteryPart?
    private let clock: ClockPart?
    private let lit: ReadingPart?
    private let settings: SettingsPart?
    private let speech: SpeechPart?
    private let faults: FaultsPart?

    /// The members of format 1.
    private static let format = 1

    package init(_ snapshot: OTPSnapshot) {
        self.format = Self.format
        self.kind = snapshot.kind.rawValue
        self.serialNumber = snapshot.serialNumber.text
        self.name = snapshot.name
        self.profile = ProfileDocument(snapshot.profile)
        self.secretHex = SecretText.hex(snapshot.secret)
        self.counter = snapshot.counter
        self.battery = BatteryPart(charge: snapshot.battery.charge)
        self.clock = ClockPart(
            setAt: Self.text(snapshot.clock.setAt),
            reading: Self.text(snapshot.clock.settingReading),
            driftPPM: snapshot.clock.driftPPM,
            frozen: snapshot.clock.isFrozen
        )
        self.lit = snapshot.reading.map {
            ReadingPart(text: $0.code?.text, lowBattery: $0.isBatteryLow, since: Self.text($0.since))
        }
        self.settings = snapshot.settings.map {
            SettingsPart(volume: $0.volume, speed: $0.speed, language: "\($0.language.tag)")
        }
        self.speech = snapshot.speech.map {
            SpeechPart(
                phrases: $0.phrases.map(\.name),
                volume: $0.settings.volume,
                speed: $0.settings.speed,
                language: "\($0.settings.language.tag)",
                spokenAt: Self.text($0.spokenAt),
                interruptedAt: $0.interruptedAt.map { Self.text($0) }
            )
        }
        self.faults = FaultsPart(
            deadDisplay: snapshot.faults.isDisplayDead,
            stuckButton: snapshot.faults.stuckButton.map {
                StuckPart(button: $0.button.name, position: $0.position.rawValue)
            }
        )
    }

    /// The device described, if there can be such a device.
    ///
    /// What is missing is as in a new one.
    package func snapshot() throws(SnapshotFault) -> OTPSnapshot {
        guard self.format == Self.format else { throw SnapshotFault(reason: "format: must be \(Self.format)") }
        guard let kind = OTPKind(rawValue: self.kind) else {
            throw SnapshotFault(reason: "kind: must be one of \(DeviceKind.names)")
        }
        guard let serialNumber = try? SerialNumber(self.serialNumber) else {
            throw SnapshotFault(reason: "serialNumber: must be 1 to 64 letters, digits and -._:+")
        }
        let profile = try self.profile.profile(over: kind.usualProfile)
        let snapshot = OTPSnapshot(
            kind: kind,
            serialNumber: serialNumber,
            name: self.name,
            profile: profile,
            secret: try SecretText.bytes(hex: self.secretHex),
            counter: self.counter ?? 0,
            battery: try self.battery(of: profile.profile),
            clock: try self.ownClock(),
            reading: try self.reading(of: profile.profile),
            settings: kind == .audioCodeReader ? try self.ownSettings() : nil,
            speech: kind == .audioCodeReader ? try self.lastSpeech() : nil,
            faults: try self.ownFaults(kind)
        )
        do {
            _ = try snapshot.machine()
        } catch {
            throw SnapshotFault(reason: "no device can be in this state (\(error))")
        }
        return snapshot
    }

    private func battery(of profile: DeviceProfile) throws(SnapshotFault) -> Battery {
        guard let part = self.battery else { return Battery(for: profile) }
        guard let battery = try? Battery(for: profile, charge: part.charge) else {
            throw SnapshotFault(reason: "battery.charge: must be at most the profile's batteryCapacity")
        }
        return battery
    }

    private func ownClock() throws(SnapshotFault) -> RealTimeClock {
        guard let part = self.clock else { return RealTimeClock(at: Instant(milliseconds: 0)) }
        let clock = try? RealTimeClock(
            setAt: try Self.instant(part.setAt, "clock.setAt"),
            settingReading: try Self.instant(part.reading, "clock.reading"),
            driftPPM: part.driftPPM,
            isFrozen: part.frozen
        )
        guard let clock else {
            let range = RealTimeClock.driftRange
            throw SnapshotFault(
                reason: "clock: needs setAt and reading (RFC 3339), and a driftPPM of \(range.lowerBound) to "
                    + "\(range.upperBound)"
            )
        }
        return clock
    }

    private func reading(of profile: DeviceProfile) throws(SnapshotFault) -> Reading? {
        guard let part = self.lit else { return nil }
        var code: Code?
        if let text = part.text {
            code = try? Code(parsing: text)
            guard let code, code.digits == profile.digits else {
                throw SnapshotFault(reason: "lit.text: must be a code of \(profile.digits) digits")
            }
        }
        return Reading(
            code: code,
            isBatteryLow: part.lowBattery,
            since: try Self.instant(part.since, "lit.since")
        )
    }

    private func ownSettings() throws(SnapshotFault) -> ReaderSettings {
        guard let part = self.settings else { return ReaderSettings() }
        return try Self.settings(part.volume, part.speed, part.language, "settings")
    }

    private func lastSpeech() throws(SnapshotFault) -> Speech? {
        guard let part = self.speech else { return nil }
        let phrases = part.phrases.map { SpeechPhrase(named: $0) }
        guard phrases.count <= SpeechScript.capacity, !phrases.contains(nil) else {
            throw SnapshotFault(reason: "speech.phrases: has a phrase that no reader says")
        }
        var interruptedAt: Instant?
        if let text = part.interruptedAt {
            interruptedAt = try Self.instant(text, "speech.interruptedAt")
        }
        return Speech(
            phrases: phrases.compactMap { $0 },
            settings: try Self.settings(part.volume, part.speed, part.language, "speech"),
            spokenAt: try Self.instant(part.spokenAt, "speech.spokenAt"),
            interruptedAt: interruptedAt
        )
    }

    private func ownFaults(_ kind: OTPKind) throws(SnapshotFault) -> OTPFaults {
        var faults = OTPFaults()
        guard let part = self.faults else { return faults }
        faults.isDisplayDead = part.deadDisplay
        if let stuck = part.stuckButton {
            guard
                let button = OTPButton(named: stuck.button), kind.buttons.contains(button),
                let position = OTPFaults.Position(rawValue: stuck.position)
            else { throw SnapshotFault(reason: "faults.stuckButton: names no button of this device, or no position") }
            faults.stuckButton = OTPFaults.StuckButton(button: button, position: position)
        }
        return faults
    }

    private static func settings(
        _ volume: UInt8,
        _ speed: UInt8,
        _ language: String,
        _ member: String
    ) throws(SnapshotFault) -> ReaderSettings {
        guard
            let language = SpeechLanguage(tagged: language),
            let settings = try? ReaderSettings(volume: volume, speed: speed, language: language)
        else { throw SnapshotFault(reason: "\(member): has a volume, speed or language that no reader has") }
        return settings
    }

    private static func text(_ instant: Instant) -> String {
        RFC3339.text(milliseconds: instant.milliseconds)
    }

    private static func instant(_ text: String, _ member: String) throws(SnapshotFault) -> Instant {
        do {
            return Instant(milliseconds: try RFC3339.milliseconds(of: text))
        } catch {
            throw SnapshotFault(reason: "\(member): \(error)")
        }
    }
}

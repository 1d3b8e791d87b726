/// What the holder of an audio code reader can set: volume, speed and language.
///
/// That these three can be set is confirmed; the levels and the defaults are assumed.
public struct ReaderSettings: Equatable, Sendable {
    /// The volumes there are, quiet to loud.
    public static let volumeRange: ClosedRange<UInt8> = 1...8

    /// The speeds there are, slow to fast.
    public static let speedRange: ClosedRange<UInt8> = 1...5

    /// How loud, within ``volumeRange``.
    public private(set) var volume: UInt8

    /// How fast, within ``speedRange``.
    public private(set) var speed: UInt8

    /// The language spoken.
    public private(set) var language: SpeechLanguage

    /// The settings of a new reader: volume 5, speed 3, Danish.
    public init() {
        self.volume = 5
        self.speed = 3
        self.language = .danish
    }

    /// Settings put back as they were saved.
    ///
    /// - Throws: ``DeviceStateError/volumeOutOfRange(_:)`` or ``DeviceStateError/speedOutOfRange(_:)``.
    public init(volume: UInt8, speed: UInt8, language: SpeechLanguage) throws(DeviceStateError) {
        guard ReaderSettings.volumeRange.contains(volume) else { throw .volumeOutOfRange(volume) }
        guard ReaderSettings.speedRange.contains(speed) else { throw .speedOutOfRange(speed) }
        self.volume = volume
        self.speed = speed
        self.language = language
    }

    /// One step louder, up to the loudest.
    mutating func turnVolumeUp() {
        self.volume = min(self.volume + 1, ReaderSettings.volumeRange.upperBound)
    }

    /// One step quieter, down to the quietest, which is still heard.
    mutating func turnVolumeDown() {
        self.volume = max(self.volume - 1, ReaderSettings.volumeRange.lowerBound)
    }

    /// One step faster, up to the fastest.
    mutating func turnSpeedUp() {
        self.speed = min(self.speed + 1, ReaderSettings.speedRange.upperBound)
    }

    /// One step slower, down to the slowest.
    mutating func turnSpeedDown() {
        self.speed = max(self.speed - 1, ReaderSettings.speedRange.lowerBound)
    }

    /// The next language in the order of ``SpeechLanguage``; the last one stays.
    mutating func turnLanguageUp() {
        self.language = SpeechLanguage(rawValue: self.language.rawValue &+ 1) ?? self.language
    }

    /// The language before in the order of ``SpeechLanguage``; the first one stays.
    mutating func turnLanguageDown() {
        self.language = SpeechLanguage(rawValue: self.language.rawValue &- 1) ?? self.language
    }
}

import OTPCore

extension DeviceProfile {
    /// The code display: TOTP with 6 digits (confirmed); 30 s steps from the Unix epoch, SHA-1 and 30 s lit (assumed).
    public static let mitidCodeDisplay = DeviceProfile(
        checkedAlgorithm: .sha1,
        digits: 6,
        movingFactor: .time(step: 30, epoch: 0)
    )

    /// The audio code reader: TOTP with 6 digits (confirmed); the rest assumed to be as in the code display.
    public static let mitidAudioCodeReader = mitidCodeDisplay

    /// A code display that counts its presses, for hosts that verify HOTP.
    public static let hotpCodeDisplay = DeviceProfile(checkedAlgorithm: .sha1, digits: 6, movingFactor: .counter)

    /// An audio code reader that counts its codes, for hosts that verify HOTP.
    public static let hotpAudioCodeReader = hotpCodeDisplay

    /// TOTP with one-minute steps, as many makers ship it.
    public static let totp6OneMinute = DeviceProfile(
        checkedAlgorithm: .sha1,
        digits: 6,
        movingFactor: .time(step: 60, epoch: 0)
    )

    /// TOTP with 8 digits over SHA-256, the second column of RFC 6238, appendix B.
    public static let totp8SHA256 = DeviceProfile(
        checkedAlgorithm: .sha256,
        digits: 8,
        movingFactor: .time(step: 30, epoch: 0)
    )

    /// TOTP with 8 digits over SHA-512, the third column of RFC 6238, appendix B.
    public static let totp8SHA512 = DeviceProfile(
        checkedAlgorithm: .sha512,
        digits: 8,
        movingFactor: .time(step: 30, epoch: 0)
    )

    /// The names that ``named(_:)`` knows.
    public static var names: [String] {
        [
            "mitid-code-display", "mitid-audio-code-reader", "hotp-code-display", "hotp-audio-code-reader",
            "totp-6-60s", "totp-8-sha256", "totp-8-sha512",
        ]
    }

    /// The profile of that name; `nil` for a name that is not in ``names``.
    public static func named(_ name: String) -> DeviceProfile? {
        switch name {
        case "mitid-code-display": .mitidCodeDisplay
        case "mitid-audio-code-reader": .mitidAudioCodeReader
        case "hotp-code-display": .hotpCodeDisplay
        case "hotp-audio-code-reader": .hotpAudioCodeReader
        case "totp-6-60s": .totp6OneMinute
        case "totp-8-sha256": .totp8SHA256
        case "totp-8-sha512": .totp8SHA512
        default: nil
        }
    }
}

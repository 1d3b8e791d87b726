internal import OTPCore
internal import OTPDevices

/// What the factory writes into a device: its profile and its secret.
struct Personalisation: ~Copyable {
    let profile: DeviceProfile
    let key: HMACKey
    /// Where an HOTP device begins to count.
    let firstCounter: UInt64

    /// Reads `HASH DIGITS STEP START LIT SECRET`; `nil` if any of them makes no sense.
    ///
    /// The hash function is 1, 256 or 512. A step of 0 makes the device count from START; otherwise START is T0.
    init?(_ line: inout SettingLine) {
        guard
            let algorithm = Personalisation.algorithm(line.nextInteger()),
            let digits = line.nextInteger(),
            let step = line.nextInteger().flatMap(UInt32.init(exactly:)),
            let start = line.nextInteger(),
            let lit = line.nextInteger().flatMap(UInt32.init(exactly:)),
            let profile = try? DeviceProfile(
                algorithm: algorithm,
                digits: Int(truncatingIfNeeded: digits),
                movingFactor: step == 0 ? .counter : .time(step: step, epoch: start),
                displayTimeMilliseconds: lit
            )
        else { return nil }
        let field = line.nextField()
        guard let secret = try? SharedSecret(hex: line.bytes.span.extracting(field)) else { return nil }
        self.profile = profile
        self.key = HMACKey(secret, algorithm: algorithm)
        self.firstCounter = UInt64(bitPattern: start)
    }

    private static func algorithm(_ bits: Int64?) -> HashAlgorithm? {
        switch bits {
        case 1: .sha1
        case 256: .sha256
        case 512: .sha512
        default: nil
        }
    }
}

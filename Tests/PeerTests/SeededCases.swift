import OTPCore

/// Random parameters that come again with the same seed, within what oathtool can do.
struct SeededCases: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        self.state = seed
    }

    /// SplitMix64.
    mutating func next() -> UInt64 {
        self.state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = self.state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func secret() -> [UInt8] {
        // Mostly the lengths that makers use, and now and then any length there is.
        let usual = [10, 16, 20, 24, 32, 64].randomElement(using: &self) ?? 20
        let count = Int.random(in: 0..<4, using: &self) == 0 ? Int.random(in: 1...128, using: &self) : usual
        return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &self) }
    }

    mutating func digits() -> Int {
        Int.random(in: 6...8, using: &self)
    }

    mutating func algorithm() -> HashAlgorithm {
        HashAlgorithm.allCases.randomElement(using: &self) ?? .sha1
    }

    mutating func timeStep() -> UInt32 {
        let usual: UInt32 = [30, 60].randomElement(using: &self) ?? 30
        return Bool.random(using: &self) ? usual : UInt32.random(in: 1...1_000_000, using: &self)
    }

    /// A time from 1970 on: of our days, to the end of the year 9999, or as late as 64 bits can say.
    mutating func time() -> Int64 {
        let end: Int64 = [4_000_000_000, 253_402_300_799, .max].randomElement(using: &self) ?? .max
        return Int64.random(in: 0...end, using: &self)
    }

    /// A counter: a small one, or any there is.
    mutating func counter() -> UInt64 {
        UInt64.random(in: 0...(Bool.random(using: &self) ? 10_000 : .max), using: &self)
    }

    static func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.map { $0 < 16 ? "0" + String($0, radix: 16) : String($0, radix: 16) }.joined()
    }

    static func base32(_ bytes: [UInt8]) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
        let bits = bytes.flatMap { byte in (0..<8).map { Int(byte >> (7 - $0) & 1) } }
        return String(
            stride(from: 0, to: bits.count, by: 5).map { start in
                alphabet[(0..<5).reduce(0) { $0 << 1 | (start + $1 < bits.count ? bits[start + $1] : 0) }]
            }
        )
    }
}

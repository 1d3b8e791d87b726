/// Random numbers that come again with the same seed: SplitMix64, Steele, Lea, Flood 2014.
///
/// A failing property names its seed, and the seed brings the failure back.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        self.state = seed
    }

    mutating func next() -> UInt64 {
        self.state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = self.state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &self) }
    }

    mutating func characters(_ count: Int, from alphabet: String) -> String {
        let alphabet = Array(alphabet)
        return String((0..<count).compactMap { _ in alphabet.randomElement(using: &self) })
    }

    /// A copy with one to four bytes changed, put in, taken out or doubled.
    mutating func mutated(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...4, using: &self) {
            let place = Int.random(in: 0...bytes.count, using: &self)
            let byte = UInt8.random(in: .min ... .max, using: &self)
            switch Int.random(in: 0..<4, using: &self) {
            case 0 where place < bytes.count:
                bytes[place] = byte
            case 1 where place < bytes.count:
                bytes.remove(at: place)
            case 2 where place < bytes.count:
                bytes.insert(bytes[place], at: place)
            default:
                bytes.insert(byte, at: place)
            }
        }
        return bytes
    }
}

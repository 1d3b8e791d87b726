/// What one scrypt derivation costs, RFC 7914, section 2: N = 2^logN, block size r, parallelisation p.
package struct ScryptCost: Equatable, Sendable {
    /// log2 of the CPU and memory cost N.
    package let logN: Int

    /// The block size factor r.
    package let blockSize: Int

    /// The parallelisation factor p.
    package let parallelization: Int

    /// N = 2^15, r = 8, p = 1: 32 MiB and 50 to 100 ms on one core of a 2020s server.
    package static let standard = ScryptCost(uncheckedLogN: 15, blockSize: 8, parallelization: 1)

    /// The most memory one derivation may take, so that a stored line cannot exhaust the machine.
    static let memoryLimit = 256 << 20

    /// The most work (N * r * p) one derivation may take: 16 times the standard cost.
    static let workLimit = 1 << 22

    /// Nil if a factor is out of RFC 7914's range or the whole is more than this program is willing to spend.
    package init?(logN: Int, blockSize: Int, parallelization: Int) {
        guard (1...20).contains(logN), (1...32).contains(blockSize), (1...16).contains(parallelization) else {
            return nil
        }
        // RFC 7914, section 2: N must be less than 2^(128 * r / 8); true for every r >= 2 here, for r = 1 up to 2^15.
        guard logN < 16 * blockSize else { return nil }
        self.init(uncheckedLogN: logN, blockSize: blockSize, parallelization: parallelization)
        guard self.memoryByteCount <= Self.memoryLimit, self.work <= Self.workLimit else { return nil }
    }

    private init(uncheckedLogN logN: Int, blockSize: Int, parallelization: Int) {
        self.logN = logN
        self.blockSize = blockSize
        self.parallelization = parallelization
    }

    /// The bytes the derivation holds at once: V, B and the working blocks.
    var memoryByteCount: Int { 128 * self.blockSize * ((1 << self.logN) + self.parallelization + 2) }

    /// The number of block mixes, proportional to the time it takes.
    var work: Int { (1 << self.logN) * self.blockSize * self.parallelization }
}

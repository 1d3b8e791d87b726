import Glibc

/// The processor's time in this process, which other programs that are running lengthen little.
enum ProcessorTime {
    /// What so many calls take of it.
    static func spent(_ rounds: Int, _ body: () throws -> Void) rethrows -> Duration {
        let start = clock()
        for _ in 0..<rounds { try body() }
        return .seconds(1) * (clock() - start) / CLOCKS_PER_SEC
    }
}

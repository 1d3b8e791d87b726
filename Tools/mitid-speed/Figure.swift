/// One operation's speed beside that of the cryptography in it.
struct Figure: Encodable, CustomStringConvertible {
    let operation: String
    let perSecond: Double

    /// What it is set beside.
    let baseline: String
    let baselinePerSecond: Double
    let ratio: Double

    init(_ operation: String, _ time: Duration, beside baseline: String, _ baselineTime: Duration, rounds: Int) {
        self.operation = operation
        self.perSecond = Double(rounds) / (time / .seconds(1))
        self.baseline = baseline
        self.baselinePerSecond = Double(rounds) / (baselineTime / .seconds(1))
        self.ratio = baselineTime / time
    }

    var description: String {
        let percentage = Int((self.ratio * 100).rounded())
        return "\(self.operation): \(Int(self.perSecond)) a second, \(percentage) % of \(self.baseline) "
            + "(\(Int(self.baselinePerSecond)) a second)"
    }
}

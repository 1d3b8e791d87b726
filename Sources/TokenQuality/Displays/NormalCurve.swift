/// The normal distribution, without a C library.
package enum NormalCurve {
    /// Standard deviations beyond which the probability counts as 0 or 1.
    private static let end = 7.0

    /// Probability of a value below `deviations` standard deviations from the mean.
    ///
    /// Marsaglia's series, Journal of Statistical Software 11(4), 2004; its error is below 10^-14.
    package static func probability(below deviations: Double) -> Double {
        if deviations <= -Self.end { return 0 }
        if deviations >= Self.end { return 1 }
        let square = deviations * deviations
        var sum = deviations
        var term = deviations
        var odd = 3.0
        while true {
            term *= square / odd
            let next = sum + term
            if next == sum { break }
            sum = next
            odd += 2
        }
        let density = Self.exponential(-square / 2) * 0.398_942_280_401_432_7
        return min(max(0.5 + sum * density, 0), 1)
    }

    /// *e* to the power of `power`, for -100 to 0.
    static func exponential(_ power: Double) -> Double {
        // Halved until the series converges fast, and squared as often.
        var reduced = power
        var halvings = 0
        while reduced < -0.25 {
            reduced /= 2
            halvings += 1
        }
        var sum = 1.0
        var term = 1.0
        var number = 1.0
        while number < 14 {
            term *= reduced / number
            sum += term
            number += 1
        }
        for _ in 0..<halvings { sum *= sum }
        return sum
    }
}

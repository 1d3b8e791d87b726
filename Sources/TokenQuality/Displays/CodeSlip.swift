package import OTPCore

/// A typing mistake or a misread digit that could have made the typed code out of one that was shown.
package struct CodeSlip: Equatable, Sendable {
    package enum Kind: Equatable, Sendable {
        /// One digit, counted from 0 at the left, is another one.
        case digit(position: Int, shown: UInt8, typed: UInt8)

        /// The digits at this position and the next one have changed places.
        case swap(position: Int)

        /// `nil` if the codes are the same, or differ in more than one slip.
        package init?(typed: Code, shown: Code) {
            guard typed.digits == shown.digits else { return nil }
            var first: Int?
            var count = 0
            for position in 0..<typed.digits where typed[position] != shown[position] {
                first = first ?? position
                count += 1
            }
            guard let first, count <= 2 else { return nil }
            if count == 1 {
                self = .digit(position: first, shown: shown[first], typed: typed[first])
            } else if typed[first] == shown[first + 1], typed[first + 1] == shown[first] {
                self = .swap(position: first)
            } else {
                return nil
            }
        }
    }

    /// The time step whose code was shown.
    package let step: UInt64

    package let kind: Kind
}

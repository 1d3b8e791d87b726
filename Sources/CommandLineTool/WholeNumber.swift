import ArgumentParser

/// A number that an option takes; ArgumentParser by itself says only that a value is invalid.
package enum WholeNumber {
    /// For an option's `transform`: what is thrown ends up behind the option's name.
    ///
    /// - Parameter range: The numbers that are taken; nil: all of the type.
    /// - Returns: What reads the text of an argument.
    package static func reader<Number: FixedWidthInteger & Sendable>(
        in range: ClosedRange<Number> = Number.min...Number.max
    ) -> @Sendable (String) throws -> Number {
        { text in
            guard let number = Number(text), range.contains(number) else {
                let end =
                    range.upperBound.bitWidth - range.upperBound.leadingZeroBitCount > 32
                    ? "on" : "to \(range.upperBound)"
                throw ValidationError("a whole number from \(range.lowerBound) \(end) is wanted")
            }
            return number
        }
    }
}

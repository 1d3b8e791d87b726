/// Divides as on paper, one binary digit after another.
///
/// Neither processor divides 64 bits by 64; the compiler calls a function instead, and this is what stands behind it. A
/// divisor of 0 never comes this far, since Swift traps before.
@inline(__always)
func divide(_ dividend: UInt64, by divisor: UInt64) -> (quotient: UInt64, remainder: UInt64) {
    var shifted = divisor
    var place: UInt64 = 1
    while shifted != 0, shifted <= dividend &>> 1 {
        shifted &<<= 1
        place &<<= 1
    }
    var quotient: UInt64 = 0
    var remainder = dividend
    while place != 0 {
        if remainder >= shifted {
            remainder &-= shifted
            quotient |= place
        }
        shifted &>>= 1
        place &>>= 1
    }
    return (quotient, remainder)
}

/// Divides with signs: the quotient is rounded towards zero, the remainder has the sign of the dividend.
@inline(__always)
func divide(_ dividend: Int64, by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
    let (quotient, remainder) = divide(dividend.magnitude, by: divisor.magnitude)
    return (
        signed(quotient, isNegative: (dividend < 0) != (divisor < 0)),
        signed(remainder, isNegative: dividend < 0)
    )
}

@inline(__always)
private func signed(_ magnitude: UInt64, isNegative: Bool) -> Int64 {
    Int64(bitPattern: isNegative ? 0 &- magnitude : magnitude)
}

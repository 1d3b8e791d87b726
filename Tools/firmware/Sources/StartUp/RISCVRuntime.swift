#if arch(riscv32)

// The names are those of libgcc, GNU Compiler Collection Internals, section 4.1.

@c(__udivdi3)
@used
func unsignedQuotient(_ dividend: UInt64, _ divisor: UInt64) -> UInt64 {
    divide(dividend, by: divisor).quotient
}

@c(__umoddi3)
@used
func unsignedRemainder(_ dividend: UInt64, _ divisor: UInt64) -> UInt64 {
    divide(dividend, by: divisor).remainder
}

@c(__divdi3)
@used
func signedQuotient(_ dividend: Int64, _ divisor: Int64) -> Int64 {
    divide(dividend, by: divisor).quotient
}

@c(__moddi3)
@used
func signedRemainder(_ dividend: Int64, _ divisor: Int64) -> Int64 {
    divide(dividend, by: divisor).remainder
}

#endif

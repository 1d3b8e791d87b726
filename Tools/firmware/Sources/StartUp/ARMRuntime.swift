#if arch(arm)

// Run-time ABI for the Arm Architecture, IHI 0043D, section 4.3.4. The 4 and 8 promise an alignment that the simple
// forms do not need.

@c(__aeabi_memcpy)
@used
func copy(_ target: UnsafeMutablePointer<UInt8>, _ source: UnsafePointer<UInt8>, _ count: Int) {
    _ = unsafe memcpy(target, source, count)
}

@c(__aeabi_memcpy4)
@used
func copyWords(_ target: UnsafeMutablePointer<UInt8>, _ source: UnsafePointer<UInt8>, _ count: Int) {
    _ = unsafe memcpy(target, source, count)
}

@c(__aeabi_memcpy8)
@used
func copyDoubleWords(_ target: UnsafeMutablePointer<UInt8>, _ source: UnsafePointer<UInt8>, _ count: Int) {
    _ = unsafe memcpy(target, source, count)
}

@c(__aeabi_memmove)
@used
func move(_ target: UnsafeMutablePointer<UInt8>, _ source: UnsafePointer<UInt8>, _ count: Int) {
    _ = unsafe memmove(target, source, count)
}

@c(__aeabi_memmove4)
@used
func moveWords(_ target: UnsafeMutablePointer<UInt8>, _ source: UnsafePointer<UInt8>, _ count: Int) {
    _ = unsafe memmove(target, source, count)
}

@c(__aeabi_memmove8)
@used
func moveDoubleWords(_ target: UnsafeMutablePointer<UInt8>, _ source: UnsafePointer<UInt8>, _ count: Int) {
    _ = unsafe memmove(target, source, count)
}

/// Note the order: the count comes before the value.
@c(__aeabi_memset)
@used
func fill(_ target: UnsafeMutablePointer<UInt8>, _ count: Int, _ value: Int32) {
    _ = unsafe memset(target, value, count)
}

@c(__aeabi_memclr)
@used
func clear(_ target: UnsafeMutablePointer<UInt8>, _ count: Int) {
    _ = unsafe memset(target, 0, count)
}

@c(__aeabi_memclr4)
@used
func clearWords(_ target: UnsafeMutablePointer<UInt8>, _ count: Int) {
    _ = unsafe memset(target, 0, count)
}

@c(__aeabi_memclr8)
@used
func clearDoubleWords(_ target: UnsafeMutablePointer<UInt8>, _ count: Int) {
    _ = unsafe memset(target, 0, count)
}

/// Section 4.3.1: the quotient in r0 and r1, the remainder in r2 and r3, which is where Swift, unlike C, puts a pair.
@_silgen_name("__aeabi_uldivmod")
@used
func unsignedDivision(_ dividend: UInt64, _ divisor: UInt64) -> (quotient: UInt64, remainder: UInt64) {
    divide(dividend, by: divisor)
}

@_silgen_name("__aeabi_ldivmod")
@used
func signedDivision(_ dividend: Int64, _ divisor: Int64) -> (quotient: Int64, remainder: Int64) {
    divide(dividend, by: divisor)
}

#endif

// The functions that a compiler calls of its own accord. It fixes their names and what they do; a libc would bring
// them along. They work byte by byte: what this image moves is a few hundred bytes long.

@c
@used
func memset(_ target: UnsafeMutablePointer<UInt8>, _ value: Int32, _ count: Int) -> UnsafeMutablePointer<UInt8> {
    for offset in 0..<count {
        unsafe target[offset] = UInt8(truncatingIfNeeded: value)
    }
    return unsafe target
}

@c
@used
func memcpy(
    _ target: UnsafeMutablePointer<UInt8>,
    _ source: UnsafePointer<UInt8>,
    _ count: Int
) -> UnsafeMutablePointer<UInt8> {
    for offset in 0..<count {
        unsafe target[offset] = source[offset]
    }
    return unsafe target
}

/// As `memcpy`, for areas that may overlap.
@c
@used
func memmove(
    _ target: UnsafeMutablePointer<UInt8>,
    _ source: UnsafePointer<UInt8>,
    _ count: Int
) -> UnsafeMutablePointer<UInt8> {
    if UInt(bitPattern: target) <= UInt(bitPattern: source) {
        return unsafe memcpy(target, source, count)
    }
    for offset in (0..<count).reversed() {
        unsafe target[offset] = source[offset]
    }
    return unsafe target
}

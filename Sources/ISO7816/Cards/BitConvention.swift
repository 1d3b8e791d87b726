/// TS, the first byte of an answer to reset, ISO 7816-3:2006, section 8.1.
package enum BitConvention: UInt8, Sendable {
    /// High is one, the lowest bit comes first.
    case direct = 0x3B

    /// Low is one, the highest bit comes first.
    case inverse = 0x3F
}

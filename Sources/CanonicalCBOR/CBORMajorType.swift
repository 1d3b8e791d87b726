/// What a data item is, told by the three high bits of its first byte; RFC 8949, section 3.1.
package enum CBORMajorType: UInt8, Sendable {
    case unsignedInteger = 0
    case negativeInteger = 1
    case byteString = 2
    case textString = 3
    case array = 4
    case map = 5
    case tag = 6
    /// Booleans, null, undefined; and floating-point numbers, which no message of CTAP has.
    case simpleValue = 7
}

/// Why bytes are no APDU, or an APDU has no bytes.
package enum APDUError: Error, Equatable, Sendable {
    /// A command needs four bytes, a response two.
    case truncatedHeader(byteCount: Int)

    /// The data field is shorter than Lc says.
    case truncatedData(announced: Int, byteCount: Int)

    /// An extended Lc or Le ends before its last byte.
    case truncatedLength

    /// An extended Lc of zero with more behind it, which ISO 7816-3:2006, section 12.1.3, has no case for.
    case zeroLength

    /// So many bytes follow the command's end.
    case trailingBytes(byteCount: Int)

    /// The data field is longer than an extended Lc can say.
    case dataTooLong(byteCount: Int)

    /// Ne is not among 1 to 65,536.
    case noSuchExpectedLength(Int)
}

/// Why bytes are no answer to reset, or one has no bytes.
package enum AnswerToResetError: Error, Equatable, Sendable {
    /// TS is neither of the two that there are.
    case unknownConvention(UInt8)

    /// It ends before what it announces.
    case truncated

    /// More than 32 bytes follow TS, or more than 15 are historical.
    case tooLong(byteCount: Int)

    /// A protocol other than T=0 is named, and TCK is not there.
    case missingCheckByte

    /// TCK does not match.
    case wrongCheckByte(UInt8, expected: UInt8)

    /// So many bytes follow the end.
    case trailingBytes(byteCount: Int)
}

/// The bytes that a published vector writes in hexadecimal, white space between them ignored.
func bytes(hex text: String) -> [UInt8] {
    let digits = text.compactMap { character in character.hexDigitValue }
    return stride(from: 0, to: digits.count - 1, by: 2).map { index in UInt8(digits[index] << 4 | digits[index + 1]) }
}

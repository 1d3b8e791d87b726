/// The identifier of a chip's model as text, RFC 9562, section 4: 8-4-4-4-12 hexadecimal digits.
enum AAGUIDText {
    private static let dashes: Set<Int> = [4, 6, 8, 10]

    static func text(of bytes: [UInt8]) -> String {
        var text = ""
        for (position, byte) in bytes.enumerated() {
            text += (Self.dashes.contains(position) ? "-" : "") + HexText.text(of: [byte])
        }
        return text
    }

    static func bytes(of text: String) -> [UInt8]? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [8, 4, 4, 4, 12] else { return nil }
        return HexText.bytes(of: parts.joined())
    }
}

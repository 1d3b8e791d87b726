extension String {
    /// Without the white space of XML 1.0, section 2.3, at both ends.
    var trimmedOfXMLSpace: String {
        let isSpace = { (character: UInt8) in
            character == 0x20 || character == 0x0A || character == 0x0D || character == 0x09
        }
        let tail = self.utf8.drop(while: isSpace)
        guard let last = tail.lastIndex(where: { character in !isSpace(character) }) else { return "" }
        return String(Substring(tail[...last]))
    }
}

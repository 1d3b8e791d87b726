import TimeText

/// A date and time in a container: XML Schema's dateTime, in UTC, RFC 6030, section 4.
package struct ContainerDate: Comparable, Hashable, Sendable, CustomStringConvertible {
    /// Milliseconds since the Unix epoch: the finest the RFC lets anyone rely on.
    package let unixMilliseconds: Int64

    /// Nil for a time before year 1 or after year 9999, which the text form cannot carry.
    package init?(unixMilliseconds: Int64) {
        guard (-62_135_596_800_000...253_402_300_799_999).contains(unixMilliseconds) else { return nil }
        self.unixMilliseconds = unixMilliseconds
    }

    /// Reads `2026-11-22T12:00:00`, with or without a fraction; nil for anything else.
    ///
    /// The RFC has all times without a zone mean UTC; a `Z` or an offset, which files have all the same, is honoured.
    package init?(parsing text: String) {
        let text = text.trimmedOfXMLSpace
        let time = text.utf8.drop { character in character != UInt8(ascii: "T") }
        let hasZone = time.contains { character in
            character == UInt8(ascii: "Z") || character == UInt8(ascii: "+") || character == UInt8(ascii: "-")
        }
        guard !time.isEmpty, let read = try? RFC3339.milliseconds(of: hasZone ? text : text + "Z") else { return nil }
        self.init(unixMilliseconds: read)
    }

    package static func < (left: Self, right: Self) -> Bool { left.unixMilliseconds < right.unixMilliseconds }

    /// RFC 3339 in UTC, with milliseconds where the value has them.
    package var description: String { RFC3339.text(milliseconds: self.unixMilliseconds) }
}

/// A data item inside bytes that were held against the canonical form.
///
/// It is a view: nothing is copied until a value is asked for, and asking for one of another kind answers `nil`.
package struct CBORItem: Sendable {
    /// The bytes that the item stands in.
    private let bytes: [UInt8]

    /// Where it starts.
    package let offset: Int

    private let head: CBORHead

    /// The one item that the bytes are, from an offset to their end.
    ///
    /// - Throws: ``CBORError``, with the rule that the bytes break.
    package init(parsing bytes: [UInt8], from offset: Int = 0) throws(CBORError) {
        let end = try CBORReader(bytes: bytes).endOfItem(at: offset, depth: 0)
        guard end == bytes.count else { throw CBORError(.trailingBytes, at: end) }
        guard let item = CBORItem(at: offset, of: bytes) else { throw CBORError(.truncated, at: bytes.count) }
        self = item
    }

    /// The one item that the bytes are, from an offset to their end, in whatever valid encoding; RFC 8949, section 5.3.
    ///
    /// For readers of what others than an authenticator's platform have written. ``encoded`` is a rewritten form.
    ///
    /// - Throws: ``CBORError``, with the rule that the bytes break.
    package init(anyEncoding bytes: [UInt8], from offset: Int = 0) throws(CBORError) {
        let (item, end) = try Self.first(ofAnyEncoding: bytes, from: offset)
        guard end == bytes.count else { throw CBORError(.trailingBytes, at: end) }
        self = item
    }

    /// The item at an offset, in whatever valid encoding, and where it ends in the bytes.
    ///
    /// - Throws: ``CBORError``, with the rule that the bytes break.
    package static func first(
        ofAnyEncoding bytes: [UInt8],
        from offset: Int = 0
    ) throws(CBORError) -> (item: CBORItem, end: Int) {
        var writer = CBORWriter()
        let end = try CBORNormalizer(bytes: bytes).rewriteItem(at: offset, to: &writer)
        guard let item = CBORItem(at: 0, of: writer.bytes) else { throw CBORError(.truncated, at: bytes.count) }
        return (item, end)
    }

    /// An item in bytes that were parsed already.
    init?(at offset: Int, of bytes: [UInt8]) {
        guard let head = CBORHead(at: offset, of: bytes) else { return nil }
        self.bytes = bytes
        self.offset = offset
        self.head = head
    }

    /// What it is.
    package var majorType: CBORMajorType { self.head.majorType }

    /// The number in its head.
    var argument: UInt64 { self.head.argument }

    /// A number that is not negative.
    package var unsignedInteger: UInt64? {
        self.head.majorType == .unsignedInteger ? self.head.argument : nil
    }

    /// A number that fits.
    package var integer: Int64? {
        guard let magnitude = Int64(exactly: self.head.argument) else { return nil }
        switch self.head.majorType {
        case .unsignedInteger: return magnitude
        case .negativeInteger: return -1 - magnitude
        default: return nil
        }
    }

    /// What a byte string holds.
    package var byteString: ArraySlice<UInt8>? {
        self.head.majorType == .byteString ? self.content : nil
    }

    /// What a text string holds, in UTF-8.
    package var textString: ArraySlice<UInt8>? {
        self.head.majorType == .textString ? self.content : nil
    }

    /// Whether it is a text string of these characters.
    package func isText(_ text: String) -> Bool {
        let wanted = text.utf8.span
        guard self.head.majorType == .textString, self.head.argument == UInt64(wanted.count) else { return false }
        let start = self.head.end
        guard wanted.count <= self.bytes.count - start else { return false }
        for index in wanted.indices where wanted[index] != self.bytes[start + index] {
            return false
        }
        return true
    }

    /// A truth value.
    package var boolean: Bool? {
        // A floating-point number may have the same argument.
        guard self.head.majorType == .simpleValue, self.head.additionalInformation < 24 else { return nil }
        switch self.head.argument {
        case 20: return false
        case 21: return true
        default: return nil
        }
    }

    /// Whether it is null.
    package var isNull: Bool {
        self.head.majorType == .simpleValue && self.head.additionalInformation == 22
    }

    /// The items of an array.
    package var array: CBORArray? {
        guard self.head.majorType == .array else { return nil }
        return CBORArray(bytes: self.bytes, start: self.head.end, count: Int(clamping: self.head.argument))
    }

    /// The entries of a map.
    package var map: CBORMap? {
        guard self.head.majorType == .map else { return nil }
        return CBORMap(bytes: self.bytes, start: self.head.end, count: Int(clamping: self.head.argument))
    }

    /// The item as it is encoded.
    package var encoded: ArraySlice<UInt8> {
        self.bytes[self.offset..<self.end]
    }

    /// Where it ends.
    package var end: Int {
        switch self.head.majorType {
        case .unsignedInteger, .negativeInteger, .tag, .simpleValue:
            return self.head.end
        case .byteString, .textString:
            return self.head.end + self.content.count
        case .array, .map:
            let each: UInt64 = self.head.majorType == .map ? 2 : 1
            var left = self.head.argument.multipliedReportingOverflow(by: each).partialValue
            var cursor = self.head.end
            while left > 0, let item = CBORItem(at: cursor, of: self.bytes) {
                cursor = item.end
                left &-= 1
            }
            return cursor
        }
    }

    private var content: ArraySlice<UInt8> {
        let count = min(Int(clamping: self.head.argument), self.bytes.count - self.head.end)
        return self.bytes[self.head.end..<self.head.end + count]
    }
}

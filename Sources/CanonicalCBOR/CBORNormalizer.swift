/// Rewrites any valid CBOR, RFC 8949, section 5.3, so that ``CBORItem`` can read it.
///
/// What a relying party reads was written by libraries that keep to no canonical form. Lengths become definite, numbers as short
/// as they can be, maps get their order; tags are left out and what they are about stays. Refused is what has no meaning: bytes
/// that end too early, a map with a key twice, text that is not UTF-8.
struct CBORNormalizer {
    /// How deep maps, arrays and tags may stand in each other: RFC 8949 has no limit, and a reader needs one.
    static let maximumDepth = 16

    let bytes: [UInt8]

    /// Rewrites the item at an offset.
    ///
    /// - Returns: Where it ends.
    func rewriteItem(at offset: Int, depth: Int = 0, to writer: inout CBORWriter) throws(CBORError) -> Int {
        guard let head = CBORHead(at: offset, of: self.bytes) else { throw CBORError(.truncated, at: self.bytes.count) }
        guard !(28...30).contains(head.additionalInformation) else { throw CBORError(.unassigned, at: offset) }
        switch head.majorType {
        case .unsignedInteger, .negativeInteger:
            guard !head.isIndefinite else { throw CBORError(.unassigned, at: offset) }
            writer.head(head.majorType, head.argument)
            return head.end
        case .byteString, .textString:
            return try self.rewriteString(head, at: offset, to: &writer)
        case .array:
            guard depth < Self.maximumDepth else { throw CBORError(.nestedTooDeep, at: offset) }
            return try self.rewriteArray(head, depth: depth, to: &writer)
        case .map:
            guard depth < Self.maximumDepth else { throw CBORError(.nestedTooDeep, at: offset) }
            return try self.rewriteMap(head, depth: depth, to: &writer)
        case .tag:
            guard !head.isIndefinite else { throw CBORError(.unassigned, at: offset) }
            guard depth < Self.maximumDepth else { throw CBORError(.nestedTooDeep, at: offset) }
            return try self.rewriteItem(at: head.end, depth: depth + 1, to: &writer)
        case .simpleValue:
            // A break where nothing is to be ended; RFC 8949, section 3.3, for simple values of two bytes.
            guard !head.isIndefinite, head.additionalInformation != 24 || head.argument >= 32 else {
                throw CBORError(.unassigned, at: offset)
            }
            writer.item(encoded: self.bytes[offset..<head.end])
            return head.end
        }
    }

    /// Rewrites a string, the pieces of one of indefinite length joined; RFC 8949, section 3.2.3.
    private func rewriteString(
        _ head: CBORHead,
        at offset: Int,
        to writer: inout CBORWriter
    ) throws(CBORError) -> Int {
        var content: [UInt8] = []
        var cursor = head.end
        if head.isIndefinite {
            while !self.isBreak(at: cursor) {
                guard let piece = CBORHead(at: cursor, of: self.bytes) else {
                    throw CBORError(.truncated, at: self.bytes.count)
                }
                guard piece.majorType == head.majorType, piece.additionalInformation < 28 else {
                    throw CBORError(.unassigned, at: cursor)
                }
                cursor = try self.appendContent(of: piece, to: &content)
            }
            cursor += 1
        } else {
            cursor = try self.appendContent(of: head, to: &content)
        }
        writer.head(head.majorType, UInt64(content.count))
        writer.item(encoded: content[...])
        return cursor
    }

    /// Adds what one string holds, a text if it is one; where it ends.
    private func appendContent(of head: CBORHead, to content: inout [UInt8]) throws(CBORError) -> Int {
        guard let count = Int(exactly: head.argument), count <= self.bytes.count - head.end else {
            throw CBORError(.truncated, at: self.bytes.count)
        }
        let end = head.end + count
        if head.majorType == .textString,
            let invalid = UTF8Check.firstInvalidOffset(in: self.bytes, from: head.end, to: end)
        {
            throw CBORError(.invalidUTF8, at: invalid)
        }
        content.append(contentsOf: self.bytes[head.end..<end])
        return end
    }

    private func rewriteArray(_ head: CBORHead, depth: Int, to writer: inout CBORWriter) throws(CBORError) -> Int {
        var items = CBORWriter()
        var count: UInt64 = 0
        var cursor = head.end
        while head.isIndefinite ? !self.isBreak(at: cursor) : count < head.argument {
            cursor = try self.rewriteItem(at: cursor, depth: depth + 1, to: &items)
            count += 1
        }
        writer.head(.array, count)
        writer.item(encoded: items.bytes[...])
        return head.isIndefinite ? cursor + 1 : cursor
    }

    private func rewriteMap(_ head: CBORHead, depth: Int, to writer: inout CBORWriter) throws(CBORError) -> Int {
        var items = CBORWriter()
        var entries: [(key: Range<Int>, end: Int, offset: Int)] = []
        var cursor = head.end
        while head.isIndefinite ? !self.isBreak(at: cursor) : UInt64(entries.count) < head.argument {
            let (start, offset) = (items.bytes.count, cursor)
            cursor = try self.rewriteItem(at: cursor, depth: depth + 1, to: &items)
            let key = start..<items.bytes.count
            cursor = try self.rewriteItem(at: cursor, depth: depth + 1, to: &items)
            entries.append((key, items.bytes.count, offset))
        }
        let written = items.bytes
        entries.sort { CBORKeyOrder.compare($0.key, $1.key, of: written) == .ascending }
        writer.head(.map, UInt64(entries.count))
        var before: Range<Int>?
        for entry in entries {
            if let before, CBORKeyOrder.compare(before, entry.key, of: written) == .same {
                throw CBORError(.duplicateKey, at: entry.offset)
            }
            before = entry.key
            writer.item(encoded: written[entry.key.lowerBound..<entry.end])
        }
        return head.isIndefinite ? cursor + 1 : cursor
    }

    private func isBreak(at offset: Int) -> Bool {
        offset < self.bytes.count && self.bytes[offset] == 0xff
    }
}

/// Holds bytes against the canonical form once, so that nothing after it has to.
struct CBORReader {
    /// CTAP 2.1, section 8: any combination of maps and arrays is at most four levels deep.
    static let maximumDepth = 4

    let bytes: [UInt8]

    /// Where the item at an offset ends.
    func endOfItem(at offset: Int, depth: Int) throws(CBORError) -> Int {
        guard let head = CBORHead(at: offset, of: self.bytes) else { throw CBORError(.truncated, at: self.bytes.count) }
        switch head.additionalInformation {
        case 28, 29, 30: throw CBORError(.unassigned, at: offset)
        case 31: throw CBORError(self.ruleOfBreak(head), at: offset)
        default: break
        }
        guard head.majorType == .simpleValue || head.isMinimal else { throw CBORError(.notMinimal, at: offset) }
        switch head.majorType {
        case .unsignedInteger, .negativeInteger:
            return head.end
        case .byteString:
            return try self.endOfString(head)
        case .textString:
            let end = try self.endOfString(head)
            if let invalid = UTF8Check.firstInvalidOffset(in: self.bytes, from: head.end, to: end) {
                throw CBORError(.invalidUTF8, at: invalid)
            }
            return end
        case .array:
            return try self.endOfArray(head, at: offset, depth: depth)
        case .map:
            return try self.endOfMap(head, at: offset, depth: depth)
        case .tag:
            throw CBORError(.tag, at: offset)
        case .simpleValue:
            switch head.additionalInformation {
            case 20...23: return head.end
            case 25...27: throw CBORError(.floatingPoint, at: offset)
            default: throw CBORError(.unassigned, at: offset)
            }
        }
    }

    private func ruleOfBreak(_ head: CBORHead) -> CBORRule {
        switch head.majorType {
        case .byteString, .textString, .array, .map, .simpleValue: .indefiniteLength
        case .unsignedInteger, .negativeInteger, .tag: .unassigned
        }
    }

    private func endOfString(_ head: CBORHead) throws(CBORError) -> Int {
        guard let count = Int(exactly: head.argument), count <= self.bytes.count - head.end else {
            throw CBORError(.truncated, at: self.bytes.count)
        }
        return head.end + count
    }

    private func endOfArray(_ head: CBORHead, at offset: Int, depth: Int) throws(CBORError) -> Int {
        guard depth < Self.maximumDepth else { throw CBORError(.nestedTooDeep, at: offset) }
        var cursor = head.end
        var left = head.argument
        while left > 0 {
            cursor = try self.endOfItem(at: cursor, depth: depth + 1)
            left &-= 1
        }
        return cursor
    }

    private func endOfMap(_ head: CBORHead, at offset: Int, depth: Int) throws(CBORError) -> Int {
        guard depth < Self.maximumDepth else { throw CBORError(.nestedTooDeep, at: offset) }
        var cursor = head.end
        var left = head.argument
        var previousKey: Range<Int>?
        while left > 0 {
            let key = cursor..<(try self.endOfItem(at: cursor, depth: depth + 1))
            if let previousKey {
                switch CBORKeyOrder.compare(previousKey, key, of: self.bytes) {
                case .ascending: break
                case .same: throw CBORError(.duplicateKey, at: key.lowerBound)
                case .descending: throw CBORError(.keysOutOfOrder, at: key.lowerBound)
                }
            }
            previousKey = key
            cursor = try self.endOfItem(at: key.upperBound, depth: depth + 1)
            left &-= 1
        }
        return cursor
    }
}

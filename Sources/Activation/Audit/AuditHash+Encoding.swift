import OTPCore

/// What is hashed: the one place that says how an entry becomes bytes.
///
/// A chain begins with the hash of `mitid-tokens audit 1`, a zero byte and the chain's name in UTF-8. The hash of an entry is
/// that of, one after the other:
///
/// | bytes | what |
/// |---|---|
/// | 32 | the hash before |
/// | 8 | the entry's number in its chain, from 0 |
/// | 8 | the time in milliseconds since 1970, two's complement |
/// | 1 | the event's number |
/// | 1 | the reason's number |
/// | 4 + n | the serial number: its length in bytes, then UTF-8 |
/// | 4 + n | the user ID in the same way |
/// | 4 + n | the caller in the same way |
///
/// With a key, the hash that is stored is HMAC-SHA-256 of that hash. The proof of a seal is HMAC-SHA-256 of the hash of
/// `mitid-tokens audit end 1`, a zero byte, the number of the next entry (8 bytes), the hash of the last entry (32 bytes) and
/// the chain's name in UTF-8.
///
/// Numbers have their most significant byte first. A part that an entry does not have is the length FFFFFFFF and nothing more.
extension AuditHash {
    /// The hash a chain begins with.
    init(startOfChain name: String) {
        var hash = SHA256()
        hash.update("mitid-tokens audit 1\0".utf8.span)
        hash.update(name.utf8.span)
        self.init(hash)
    }

    /// The hash of where a chain ends.
    init(ofEndOf name: String, nextNumber: UInt64, head: AuditHash) {
        var hash = SHA256()
        hash.update("mitid-tokens audit end 1\0".utf8.span)
        hash.update(number: nextNumber)
        head.withBytes { hash.update($0) }
        hash.update(name.utf8.span)
        self.init(hash)
    }

    /// The hash of an entry at its place in a chain.
    init(of entry: AuditEntry, number: UInt64, after previous: AuditHash) {
        var hash = SHA256()
        previous.withBytes { hash.update($0) }
        hash.update(number: number)
        hash.update(number: UInt64(bitPattern: entry.time.milliseconds))
        let kinds: InlineArray<2, UInt8> = [entry.event.rawValue, entry.reason.rawValue]
        hash.update(kinds.span)
        hash.update(part: entry.serialNumber?.text)
        hash.update(part: entry.userID?.text)
        hash.update(part: entry.caller?.text)
        self.init(hash)
    }
}

extension SHA256 {
    fileprivate mutating func update(number: UInt64) {
        var bytes = InlineArray<8, UInt8>(repeating: 0)
        var rest = number
        for index in 0..<8 {
            bytes[7 - index] = UInt8(truncatingIfNeeded: rest)
            rest &>>= 8
        }
        self.update(bytes.span)
    }

    fileprivate mutating func update(part: String?) {
        let length = part.map { UInt32(clamping: $0.utf8.count) } ?? UInt32.max
        let bytes: InlineArray<4, UInt8> = [
            UInt8(truncatingIfNeeded: length &>> 24), UInt8(truncatingIfNeeded: length &>> 16),
            UInt8(truncatingIfNeeded: length &>> 8), UInt8(truncatingIfNeeded: length),
        ]
        self.update(bytes.span)
        if let part { self.update(part.utf8.span) }
    }
}

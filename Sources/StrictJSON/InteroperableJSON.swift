/// Rules of I-JSON, RFC 7493, that JSON decoders do not check: UTF-8, and unique members.
///
/// Readers differ in which of two members they take, so that what one program checks is not what another one uses.
package enum InteroperableJSON {
    private enum Level {
        case object(names: Set<[UInt8]>, current: [UInt8])
        case array(index: Int)
    }

    /// Limit of depth; JSON decoders refuse deeper texts by themselves.
    private static let depthLimit = 512

    /// The fault of a text as the rest of a sentence, or `nil`; for texts that are JSON.
    package static func fault(in text: Span<UInt8>) -> String? {
        // Every JSON text in UTF-16 or UTF-32 has such a byte, and none in UTF-8 may.
        for position in text.indices where text[position] == 0 { return "is not UTF-8" }
        return Self.repeated(in: text).map { place in "has the member '\(place)' twice" }
    }

    /// The place of the first member that is given a second time, as `profile.digits` or `[3].name`; nil if there is none.
    private static func repeated(in text: Span<UInt8>) -> String? {
        var levels: [Level] = []
        var expectsName = false
        var position = 0
        while position < text.count {
            let byte = text[position]
            position += 1
            switch byte {
            case UInt8(ascii: "{"):
                levels.append(.object(names: [], current: []))
                expectsName = true
            case UInt8(ascii: "["):
                levels.append(.array(index: 0))
                expectsName = false
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                _ = levels.popLast()
                expectsName = false
            case UInt8(ascii: ","):
                expectsName = Self.next(in: &levels)
            case UInt8(ascii: "\""):
                guard expectsName else {
                    Self.skipString(in: text, &position)
                    continue
                }
                expectsName = false
                let isNew = Self.add(Self.string(in: text, &position), to: &levels)
                guard isNew else { return Self.place(levels) }
            default:
                continue
            }
            guard levels.count <= Self.depthLimit else { return nil }
        }
        return nil
    }

    /// Goes on to the next value; whether it has a name.
    private static func next(in levels: inout [Level]) -> Bool {
        guard let level = levels.popLast() else { return false }
        switch level {
        case .object:
            levels.append(level)
            return true
        case .array(let index):
            levels.append(.array(index: index + 1))
            return false
        }
    }

    private static func add(_ name: [UInt8], to levels: inout [Level]) -> Bool {
        // Taken out while it changes, so that the set is not copied for each member.
        guard case .object(var names, _) = levels.popLast() else { return true }
        let isNew = names.insert(name).inserted
        levels.append(.object(names: names, current: name))
        return isNew
    }

    private static func place(_ levels: [Level]) -> String {
        var place = ""
        for level in levels {
            switch level {
            case .object(_, let name):
                if !place.isEmpty { place += "." }
                place += String(decoding: name, as: UTF8.self)
            case .array(let index):
                place += "[\(index)]"
            }
        }
        return place
    }

    private static func skipString(in text: Span<UInt8>, _ position: inout Int) {
        while position < text.count {
            let byte = text[position]
            position += 1
            if byte == UInt8(ascii: "\"") { return }
            if byte == UInt8(ascii: "\\") { position += 1 }
        }
    }

    /// The string whose opening quotation mark was read, its escapes undone, RFC 8259, section 7.
    private static func string(in text: Span<UInt8>, _ position: inout Int) -> [UInt8] {
        var bytes: [UInt8] = []
        while position < text.count {
            let byte = text[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return bytes
            case UInt8(ascii: "\\"): Self.unescape(in: text, &position, into: &bytes)
            default: bytes.append(byte)
            }
        }
        return bytes
    }

    private static func unescape(in text: Span<UInt8>, _ position: inout Int, into bytes: inout [UInt8]) {
        guard position < text.count else { return }
        let byte = text[position]
        position += 1
        switch byte {
        case UInt8(ascii: "b"): bytes.append(0x08)
        case UInt8(ascii: "f"): bytes.append(0x0C)
        case UInt8(ascii: "n"): bytes.append(0x0A)
        case UInt8(ascii: "r"): bytes.append(0x0D)
        case UInt8(ascii: "t"): bytes.append(0x09)
        case UInt8(ascii: "u"):
            var number = Self.hexadecimal(in: text, &position)
            if (0xD800...0xDBFF).contains(number), position + 1 < text.count, text[position] == UInt8(ascii: "\\"),
                text[position + 1] == UInt8(ascii: "u")
            {
                position += 2
                let low = Self.hexadecimal(in: text, &position)
                number = 0x10000 + (number & 0x3FF) << 10 + low & 0x3FF
            }
            // Half of a pair alone is no character; decoders refuse it.
            bytes += Array(String(Unicode.Scalar(number) ?? "\u{FFFD}").utf8)
        default: bytes.append(byte)
        }
    }

    private static func hexadecimal(in text: Span<UInt8>, _ position: inout Int) -> UInt32 {
        var number: UInt32 = 0
        for _ in 0..<4 where position < text.count {
            let byte = text[position]
            position += 1
            let digit: UInt8 =
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
                case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
                case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
                default: 0
                }
            number = number << 4 | UInt32(digit)
        }
        return number
    }
}

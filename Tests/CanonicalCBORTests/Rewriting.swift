import CanonicalCBOR

/// Reads an item value by value and writes it again.
enum Rewriting {
    static func rewritten(_ item: CBORItem) -> [UInt8] {
        var writer = CBORWriter()
        self.write(item, to: &writer)
        return writer.bytes
    }

    private static func write(_ item: CBORItem, to writer: inout CBORWriter) {
        switch item.majorType {
        case .unsignedInteger:
            writer.unsignedInteger(item.unsignedInteger ?? 0)
        case .negativeInteger:
            guard let integer = item.integer else {
                // Below the least number of 64 bits there is nothing to write it with.
                writer.item(encoded: item.encoded)
                return
            }
            writer.integer(integer)
        case .byteString:
            writer.byteString([UInt8](item.byteString ?? []))
        case .textString:
            writer.textString(String(decoding: item.textString ?? [], as: UTF8.self))
        case .array:
            guard let array = item.array else { return }
            writer.array(count: array.count)
            for element in array {
                self.write(element, to: &writer)
            }
        case .map:
            guard let map = item.map else { return }
            self.write(map, to: &writer)
        case .tag, .simpleValue:
            if let boolean = item.boolean {
                writer.boolean(boolean)
            } else if item.isNull {
                writer.null()
            } else {
                writer.item(encoded: item.encoded)
            }
        }
    }

    /// Its entries the wrong way round: the writer puts them in order.
    private static func write(_ map: CBORMap, to writer: inout CBORWriter) {
        let entries = map.map { $0 }.reversed()
        let areSimple = entries.allSatisfy { $0.key.integer != nil || $0.key.textString != nil }
        guard areSimple else {
            writer.item(encoded: self.encoded(map))
            return
        }
        writer.map { members in
            for (key, value) in entries {
                if let integer = key.integer {
                    members.add(integer) { self.write(value, to: &$0) }
                } else {
                    members.add(String(decoding: key.textString ?? [], as: UTF8.self)) { self.write(value, to: &$0) }
                }
            }
        }
    }

    /// A map with keys that the writer has no call for, as it stands.
    private static func encoded(_ map: CBORMap) -> ArraySlice<UInt8> {
        var writer = CBORWriter()
        writer.map { members in
            for index in 0..<map.count {
                members.add(Int64(index)) { $0.null() }
            }
        }
        // The head of as many entries, then the entries themselves.
        var bytes = [UInt8](writer.bytes.prefix(map.count < 24 ? 1 : map.count < 256 ? 2 : 3))
        for (key, value) in map {
            bytes += key.encoded
            bytes += value.encoded
        }
        return bytes[...]
    }
}

import CanonicalCBOR

/// CanonicalCBOR: what is taken is canonical, so writing it again gives the same bytes.
///
/// What is taken in any encoding is rewritten to one form, which stays as it is when it is read again.
enum CBORFuzzing {
    static func run(_ input: [UInt8]) {
        let rewritten = try? CBORItem(anyEncoding: input)
        if let rewritten {
            let bytes = Array(rewritten.encoded)
            let again = try? CBORItem(anyEncoding: bytes)
            hold(again?.encoded.elementsEqual(bytes) == true, "what was rewritten is rewritten to itself")
        }
        self.runCanonical(input, rewritten)
    }

    private static func runCanonical(_ input: [UInt8], _ rewritten: CBORItem?) {
        guard let item = try? CBORItem(parsing: input) else { return }
        hold(item.encoded.elementsEqual(input), "an item is all of its bytes")
        hold(rewritten?.encoded.elementsEqual(input) == true, "what is canonical is rewritten to itself")
        var writer = CBORWriter()
        self.write(item, to: &writer)
        hold(writer.bytes == input, "what is taken is canonical")
    }

    private static func write(_ item: CBORItem, to writer: inout CBORWriter) {
        if let number = item.unsignedInteger {
            writer.unsignedInteger(number)
        } else if let number = item.integer {
            writer.integer(number)
        } else if let bytes = item.byteString {
            writer.byteString(Array(bytes))
        } else if let text = item.textString {
            hold(
                UTF8Check.firstInvalidOffset(in: Array(text), from: 0, to: text.count) == nil,
                "a text is well-formed UTF-8"
            )
            writer.textString(utf8: Array(text))
        } else if let truth = item.boolean {
            writer.boolean(truth)
        } else if item.isNull {
            writer.null()
        } else if let array = item.array {
            writer.array(count: array.count)
            for element in array {
                self.write(element, to: &writer)
            }
        } else if let map = item.map {
            self.write(map, of: item, to: &writer)
        } else {
            writer.item(encoded: item.encoded)
        }
    }

    /// A map whose keys are all small numbers or texts is rebuilt by its keys; any other is copied.
    private static func write(_ map: CBORMap, of item: CBORItem, to writer: inout CBORWriter) {
        var entries: [(number: Int64?, text: String?, value: CBORWriter)] = []
        for (key, value) in map {
            var copy = CBORWriter()
            self.write(value, to: &copy)
            entries.append((key.integer, key.textString.map { String(decoding: $0, as: UTF8.self) }, copy))
        }
        hold(entries.count == map.count, "a map has as many entries as it says")
        guard entries.allSatisfy({ $0.number != nil || $0.text != nil }) else {
            for (key, value) in map {
                hold(!key.encoded.isEmpty && !value.encoded.isEmpty, "an entry has bytes")
            }
            return writer.item(encoded: item.encoded)
        }
        writer.map { members in
            for entry in entries.reversed() {
                if let number = entry.number {
                    members.add(number) { $0.item(encoded: entry.value.bytes[...]) }
                } else if let text = entry.text {
                    members.add(text) { $0.item(encoded: entry.value.bytes[...]) }
                }
            }
        }
        for entry in entries {
            if let number = entry.number {
                hold(map[number]?.encoded.elementsEqual(entry.value.bytes) == true, "a key finds its value")
            } else if let text = entry.text {
                hold(map[text]?.encoded.elementsEqual(entry.value.bytes) == true, "a key finds its value")
            }
        }
    }
}

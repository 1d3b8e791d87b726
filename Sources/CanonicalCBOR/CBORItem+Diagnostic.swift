extension CBORItem {
    /// The item as people read it, in diagnostic notation; RFC 8949, section 8.
    package var diagnostic: String {
        switch self.majorType {
        case .unsignedInteger:
            return String(self.argument)
        case .negativeInteger:
            // The least one is -2^64, which no number type of 64 bits has.
            let (magnitude, overflow) = self.argument.addingReportingOverflow(1)
            return overflow ? "-18446744073709551616" : "-" + String(magnitude)
        case .byteString:
            return "h'" + Self.hexadecimal(self.byteString ?? []) + "'"
        case .textString:
            return Self.quoted(self.textString ?? [])
        case .array:
            var text = "["
            for item in self.array ?? .empty {
                text += (text.utf8.count > 1 ? ", " : "") + item.diagnostic
            }
            return text + "]"
        case .map:
            var text = "{"
            for entry in self.map ?? .empty {
                text += (text.utf8.count > 1 ? ", " : "") + entry.key.diagnostic + ": " + entry.value.diagnostic
            }
            return text + "}"
        case .tag, .simpleValue:
            if let boolean = self.boolean {
                return boolean ? "true" : "false"
            }
            if self.isNull {
                return "null"
            }
            // The canonical form has no others; of any encoding, what has no value here shows as its bytes.
            return self.encoded == [0xf7] ? "undefined" : Self.hexadecimal(self.encoded)
        }
    }

    private static func hexadecimal(_ bytes: ArraySlice<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for byte in bytes {
            text.append(digits[Int(byte &>> 4)])
            text.append(digits[Int(byte & 0xf)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// As JSON quotes: with a backslash before quotes and backslashes, control characters as `\u` and four digits.
    private static func quoted(_ characters: ArraySlice<UInt8>) -> String {
        var text: [UInt8] = [UInt8(ascii: "\"")]
        for character in characters {
            switch character {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                text.append(UInt8(ascii: "\\"))
                text.append(character)
            case ..<0x20, 0x7f:
                text.append(contentsOf: "\\u00".utf8)
                text.append(contentsOf: Self.hexadecimal([character]).utf8)
            default:
                text.append(character)
            }
        }
        text.append(UInt8(ascii: "\""))
        return String(decoding: text, as: UTF8.self)
    }
}

import LibCrypto

/// One record of a table, RFC 4180, and the line it starts in; its fields may be secret and are kept as bytes.
struct CSVRow {
    let line: Int
    var fields: [Field]

    struct Field {
        /// Where it starts in its line, in bytes from 1.
        let column: Int
        var bytes: [UInt8]
    }

    /// The text of a field without white space around it; nil if there is no such field, or it is empty or no UTF-8.
    func text(_ index: Int) -> String? {
        guard self.fields.indices.contains(index),
            let text = String(validating: self.fields[index].bytes, as: UTF8.self)
        else { return nil }
        let trimmed = text.trimmedOfXMLSpace
        return trimmed.isEmpty ? nil : trimmed
    }

    func position(_ index: Int) -> PSKCPosition {
        PSKCPosition(line: self.line, column: self.fields.indices.contains(index) ? self.fields[index].column : 1)
    }

    mutating func wipe() {
        for index in self.fields.indices { self.fields[index].bytes.wipe() }
    }
}

import LibCrypto

/// Takes a table apart as its bytes come, RFC 4180, section 2: bytes in, rows out.
///
/// Lines end with CR LF, LF or CR. A field may stand in quotation marks and then hold delimiters and line ends, and two
/// quotation marks for one; so may what a spreadsheet writes to keep a text a text, `="00123"`. Empty lines, and lines that
/// start with `#`, are no rows, unless that is a spreadsheet's error, such as `#NAME?`.
struct CSVScanner {
    private enum State {
        case startOfField
        case unquoted
        case quoted
        case quoteInQuoted
        case comment
    }

    /// Bytes of one field; a wrong file is not kept in memory.
    private static let fieldLimit = 4096
    private static let fieldCountLimit = 256

    let delimiter: UInt8

    private var state = State.startOfField
    private var row: CSVRow
    private var field: [UInt8] = []
    private var fieldColumn = 1
    private var line: Int
    private var column = 0
    private var followsCarriageReturn = false
    private(set) var rows: [CSVRow] = []

    /// - Parameters:
    ///   - delimiter: Between fields; of spaces, so many as there are count as one.
    ///   - line: The number of the first line.
    init(delimiter: UInt8, line: Int = 1) {
        self.delimiter = delimiter
        self.line = line
        self.row = CSVRow(line: line, fields: [])
        self.field.reserveCapacity(256)
    }

    /// The rows that are whole, each given once.
    mutating func drawRows() -> [CSVRow] {
        defer { self.rows.removeAll(keepingCapacity: true) }
        return self.rows
    }

    mutating func take(_ byte: UInt8) throws(PSKCError) {
        if byte == 0x0A, self.followsCarriageReturn {
            self.followsCarriageReturn = false
            return
        }
        self.followsCarriageReturn = byte == 0x0D
        self.column += 1
        let isLineEnd = byte == 0x0A || byte == 0x0D
        switch self.state {
        case .comment:
            if isLineEnd || byte == self.delimiter, SpreadsheetDamage.isError(self.field) {
                self.state = .unquoted
                try self.takeUnquoted(byte, isLineEnd)
            } else if isLineEnd {
                self.field.removeAll(keepingCapacity: true)
                self.endLine()
            } else if self.field.count <= SpreadsheetDamage.longestError {
                self.field.append(byte)
            }
        case .startOfField:
            if byte == UInt8(ascii: "#"), self.row.fields.isEmpty {
                self.fieldColumn = self.column
                self.field.append(byte)
                self.state = .comment
            } else if byte == UInt8(ascii: "\"") {
                self.fieldColumn = self.column
                self.state = .quoted
            } else if self.isSpace(byte), self.field.isEmpty {
                break
            } else {
                self.fieldColumn = self.column
                self.state = .unquoted
                try self.takeUnquoted(byte, isLineEnd)
            }
        case .unquoted:
            if byte == UInt8(ascii: "\""), self.field == [UInt8(ascii: "=")] {
                self.field.removeAll(keepingCapacity: true)
                self.state = .quoted
            } else {
                try self.takeUnquoted(byte, isLineEnd)
            }
        case .quoted:
            if byte == UInt8(ascii: "\"") {
                self.state = .quoteInQuoted
            } else {
                try self.append(isLineEnd ? 0x0A : byte)
                if isLineEnd { self.startLine() }
            }
        case .quoteInQuoted:
            if byte == UInt8(ascii: "\"") {
                self.state = .quoted
                try self.append(byte)
            } else if byte == self.delimiter || isLineEnd {
                try self.takeUnquoted(byte, isLineEnd)
            } else if !self.isSpace(byte) {
                throw .unreadableTable(.textAfterQuote, at: self.position)
            }
        }
    }

    /// Tells that the file has ended.
    mutating func finish() throws(PSKCError) {
        if self.state == .quoted {
            throw .unreadableTable(.openQuote, at: PSKCPosition(line: self.row.line, column: self.fieldColumn))
        }
        if self.state != .comment, !self.row.fields.isEmpty || self.state != .startOfField {
            try self.endField()
            self.endLine()
        }
    }

    private var position: PSKCPosition { PSKCPosition(line: self.line, column: self.column) }

    private func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || (byte == 0x09 && self.delimiter != 0x09)
    }

    private mutating func takeUnquoted(_ byte: UInt8, _ isLineEnd: Bool) throws(PSKCError) {
        if byte == self.delimiter {
            try self.endField()
        } else if isLineEnd {
            try self.endField()
            self.endLine()
        } else if byte == UInt8(ascii: "\"") {
            throw .unreadableTable(.quoteInText, at: self.position)
        } else {
            try self.append(byte)
        }
    }

    private mutating func append(_ byte: UInt8) throws(PSKCError) {
        guard self.field.count < Self.fieldLimit else { throw .tooLarge(at: self.position) }
        if self.field.count == self.field.capacity {
            var grown: [UInt8] = []
            grown.reserveCapacity(2 * self.field.capacity)
            grown.append(contentsOf: self.field)
            self.field.wipe()
            self.field = grown
        }
        self.field.append(byte)
    }

    private mutating func endField() throws(PSKCError) {
        guard self.row.fields.count < Self.fieldCountLimit else { throw .tooLarge(at: self.position) }
        self.row.fields.append(CSVRow.Field(column: self.fieldColumn, bytes: self.field))
        self.field = []
        self.field.reserveCapacity(256)
        self.fieldColumn = self.column + 1
        self.state = .startOfField
    }

    private mutating func endLine() {
        // A line of spaces only has one empty field.
        if !self.row.fields.allSatisfy({ field in field.bytes.isEmpty }) { self.rows.append(self.row) }
        self.startLine()
        self.row = CSVRow(line: self.line, fields: [])
        self.fieldColumn = 1
        self.state = .startOfField
    }

    private mutating func startLine() {
        self.line += 1
        self.column = 0
    }
}

/// How a table is to be read: what is between its fields, and where its head or its first device is.
///
/// Each delimiter is tried on the first rows, and the one counts with which names of columns or a device appear, earliest
/// first. Rows before names are titles.
struct KeyTableLayout {
    let delimiter: UInt8
    let head: KeyTableHead

    /// The line of the first row that the scanner is to read; a spreadsheet's `sep=;` is none.
    private(set) var firstLine = 1

    /// How many bytes are before that line.
    private(set) var skipped = 0

    /// The line of the head, or of the first device.
    let line: Int

    /// As many rows may be before the head.
    private static let rowLimit = 40

    /// The first rows, as one delimiter has them.
    private struct Attempt {
        let delimiter: UInt8
        var rows: [CSVRow] = []
        var parts: [CSVRow.Part] = []

        /// The head, or else the first device.
        var start: CSVRow? { self.row(.head) ?? self.row(.device) }

        var hasHead: Bool { self.parts.contains(.head) }

        func row(_ part: CSVRow.Part) -> CSVRow? {
            self.parts.firstIndex(of: part).map { index in self.rows[index] }
        }

        mutating func wipe() {
            for index in self.rows.indices { self.rows[index].wipe() }
        }
    }

    /// Finds out how the beginning of a file, without a byte order mark, is to be read.
    init(of bytes: [UInt8], isWhole: Bool) throws(PSKCError) {
        var delimiters: [UInt8] = [UInt8(ascii: ","), UInt8(ascii: ";"), 0x09, UInt8(ascii: "|")]
        if let declared = Self.declaration(in: bytes) {
            delimiters = [declared.delimiter]
            self.skipped = declared.count
            self.firstLine = 2
        }
        let rest = bytes[self.skipped...]
        let firstLine = self.firstLine
        var attempts = delimiters.map { delimiter in
            Self.attempt(delimiter, rest, line: firstLine, isWhole: isWhole)
        }
        defer { for index in attempts.indices { attempts[index].wipe() } }
        if self.skipped == 0, !attempts.contains(where: { attempt in attempt.start != nil }) {
            attempts.append(Self.attempt(0x20, rest, line: 1, isWhole: isWhole))
        }
        let withHead = attempts.filter(\.hasHead)
        let found = withHead.isEmpty ? attempts.filter { attempt in attempt.start != nil } : withHead
        guard let line = found.compactMap({ attempt in attempt.start?.line }).min() else {
            throw Self.failure(of: attempts)
        }
        let best = found.filter { attempt in attempt.start?.line == line }
        guard best.count == 1, let start = best[0].start else {
            throw .unreadableTable(.severalDelimiters, at: PSKCPosition(line: line, column: 1))
        }
        self.delimiter = best[0].delimiter
        self.line = line
        if best[0].hasHead {
            self.head = try KeyTableHead(start)
        } else {
            // Names that are not understood may name another order.
            if let names = best[0].row(.names), names.line < line {
                _ = try KeyTableHead(names)
                throw .unreadableTable(.noHead, at: names.position(0))
            }
            self.head = .positional
        }
    }

    /// Whether a row is no device: the head, which may come again, and what is around a table.
    func isPassedOver(_ row: CSVRow) -> Bool {
        if !self.head.isPositional, row.line <= self.line { return true }
        return row.isDecoration || self.head.isRepeated(in: row)
    }

    private static func attempt(_ delimiter: UInt8, _ bytes: ArraySlice<UInt8>, line: Int, isWhole: Bool) -> Attempt {
        var scanner = CSVScanner(delimiter: delimiter, line: line)
        do throws(PSKCError) {
            for byte in bytes where scanner.rows.count < Self.rowLimit { try scanner.take(byte) }
            if isWhole, scanner.rows.count < Self.rowLimit { try scanner.finish() }
        } catch {
            // What comes before the fault tells enough, and the fault will come again.
        }
        let rows = scanner.drawRows()
        return Attempt(delimiter: delimiter, rows: rows, parts: rows.map(\.part))
    }

    /// Why there is no table.
    private static func failure(of attempts: [Attempt]) -> PSKCError {
        let line = attempts.first?.rows.first?.line ?? 1
        let isSplit = { (attempt: Attempt) in attempt.delimiter != 0x20 && attempt.rows.first?.fields.count ?? 0 > 1 }
        let split = attempts.filter(isSplit)
        let names = attempts.compactMap { attempt -> CSVRow? in
            guard let row = attempt.row(.names) else { return nil }
            return attempt.delimiter != 0x20 || row.namesWhatIsNeeded ? row : nil
        }.min { $0.line < $1.line }
        if split.count > 1, names == nil || names?.line == line {
            return .unreadableTable(.severalDelimiters, at: PSKCPosition(line: line, column: 1))
        }
        if let names {
            do throws(PSKCError) {
                _ = try KeyTableHead(names)
            } catch {
                return error
            }
        }
        let fault: KeyTableFault = split.isEmpty ? .noDelimiter : .noHead
        return .unreadableTable(fault, at: PSKCPosition(line: line, column: 1))
    }

    /// The first line with which a spreadsheet is told the delimiter: `sep=;`.
    private static func declaration(in bytes: [UInt8]) -> (delimiter: UInt8, count: Int)? {
        var line = bytes.prefix { byte in byte != 0x0A && byte != 0x0D }
        var count = line.count
        let rest = bytes.dropFirst(count)
        if rest.starts(with: [0x0D, 0x0A]) { count += 2 } else if !rest.isEmpty { count += 1 }
        let quote = UInt8(ascii: "\"")
        if line.count == 7, line.first == quote, line.last == quote { line = line.dropFirst().dropLast() }
        let word = Array("sep=".utf8)
        guard line.count == 5, line.prefix(4).map({ $0 | 0x20 }) == word.map({ $0 | 0x20 }), let delimiter = line.last
        else {
            return nil
        }
        return (delimiter, count)
    }
}

import LibCrypto

/// Reads a table of devices (CSV, RFC 4180) in pieces, and gives one record at a time, as ``PSKCReader`` does.
///
/// A table has no head, and then a serial number and a seed in each row, or one that names its columns: Microsoft
/// Entra's (`upn,serial number,secret key,time interval,manufacturer,model`) and others that say the same. What could
/// mean two things is refused. Memory is bounded by the largest chunk and the largest row.
struct KeyTableReader {
    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// The first row must end within so many bytes.
    private static let firstRowLimit = 16 << 10

    private var beginning: [UInt8] = []
    private var scanner: CSVScanner?
    private var head: KeyTableHead?
    private var encoding: SeedEncoding?
    private var rows: [CSVRow] = []
    private var drawn = 0

    /// Why the reading ends, once the rows before that place are drawn.
    private var failure: PSKCError?

    mutating func feed(_ chunk: Span<UInt8>) {
        if self.failure != nil { return }
        if self.scanner != nil { return self.scan(chunk) }
        for index in chunk.indices { self.beginning.append(chunk[index]) }
        let isEnough = self.beginning.count >= Self.byteOrderMark.count && Self.delimiters(of: self.beginning).isWhole
        if isEnough || self.beginning.count > Self.firstRowLimit { self.begin() }
    }

    mutating func finish() {
        if self.failure != nil { return }
        if self.scanner == nil { self.begin() }
        self.attempt { scanner throws(PSKCError) in try scanner.finish() }
    }

    /// The next record of what was fed; nil when more bytes are needed, or when there are no more.
    mutating func next() throws(PSKCError) -> PSKCRecord? {
        while self.drawn < self.rows.count {
            var row = self.rows[self.drawn]
            self.rows[self.drawn].fields = []
            self.drawn += 1
            defer { row.wipe() }
            if let head = self.head {
                return self.record(of: row, head)
            }
            let head: KeyTableHead
            do {
                head = try KeyTableHead(row)
            } catch {
                self.failure = error
                self.rows = []
                throw error
            }
            self.head = head
            self.encoding = head.encoding
            if head.isFirstRowData { return self.record(of: row, head) }
        }
        self.rows.removeAll(keepingCapacity: true)
        self.drawn = 0
        if let failure = self.failure { throw failure }
        return nil
    }

    private mutating func record(of row: CSVRow, _ head: KeyTableHead) -> PSKCRecord {
        let position = PSKCPosition(line: row.line, column: 1)
        let keyRow = KeyTableRow(row: row, head: head)
        do throws(PSKCRejectReason) {
            let properties = try keyRow.properties()
            let secret = try keyRow.secret(&self.encoding)
            return .key(PSKCKey(properties: properties, secret: secret, position: position))
        } catch {
            let serialNumber = keyRow.serialNumberText
            return .rejected(PSKCReject(serialNumber: serialNumber, keyID: nil, position: position, reason: error))
        }
    }

    private mutating func begin() {
        if self.beginning.starts(with: Self.byteOrderMark) { self.beginning.removeFirst(Self.byteOrderMark.count) }
        let found = Self.delimiters(of: self.beginning)
        let position = PSKCPosition(line: found.line, column: 1)
        guard let delimiter = found.delimiters.first, found.delimiters.count == 1 else {
            let fault: KeyTableFault = found.delimiters.isEmpty ? .noDelimiter : .severalDelimiters
            self.failure = .unreadableTable(fault, at: position)
            return
        }
        self.scanner = CSVScanner(delimiter: delimiter)
        var beginning = self.beginning
        self.beginning = []
        defer { beginning.wipe() }
        self.scan(beginning.span)
    }

    private mutating func scan(_ chunk: Span<UInt8>) {
        for index in chunk.indices where self.failure == nil {
            let byte = chunk[index]
            self.attempt { scanner throws(PSKCError) in try scanner.take(byte) }
        }
    }

    /// Lets the scanner work, and takes its rows, those before a failure too.
    private mutating func attempt(_ work: (inout CSVScanner) throws(PSKCError) -> Void) {
        guard var scanner = self.scanner.take() else { return }
        do throws(PSKCError) {
            try work(&scanner)
        } catch {
            self.failure = error
        }
        if !scanner.rows.isEmpty { self.rows += scanner.drawRows() }
        self.scanner = scanner
    }

    /// The delimiters in the first row that is not empty and no remark, and whether it has ended.
    private static func delimiters(of bytes: [UInt8]) -> (delimiters: [UInt8], line: Int, isWhole: Bool) {
        var found: [UInt8] = []
        var line = 1
        var isQuoted = false
        var isEmpty = true
        var isRemark = false
        for byte in bytes {
            switch byte {
            case 0x0A where !isQuoted, 0x0D where !isQuoted:
                if !isEmpty, !isRemark { return (found, line, true) }
                if byte == 0x0A { line += 1 }
                (isEmpty, isRemark, found) = (true, false, [])
            case UInt8(ascii: "#") where isEmpty:
                isRemark = true
            case UInt8(ascii: "\""):
                isQuoted.toggle()
                isEmpty = false
            case UInt8(ascii: ","), UInt8(ascii: ";"), 0x09:
                if !isQuoted, !found.contains(byte) { found.append(byte) }
                isEmpty = false
            case 0x20, 0xEF, 0xBB, 0xBF:
                break
            default:
                isEmpty = false
            }
        }
        return (found, line, false)
    }
}

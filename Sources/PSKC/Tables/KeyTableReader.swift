import LibCrypto

/// Reads a table of devices (CSV, RFC 4180) in pieces, and gives one record at a time, as ``PSKCReader`` does.
///
/// A table has no head, and then a serial number and a seed in each row, or one that names its columns: Microsoft
/// Entra's (`upn,serial number,secret key,time interval,manufacturer,model`), python-pskc's and others that say the same.
/// What could mean two things is refused. Memory is bounded by the largest chunk and the largest row.
struct KeyTableReader {
    /// The head, or the first device, must be within so many bytes.
    private static let beginningLimit = 64 << 10

    private var beginning: [UInt8] = []
    private var layout: KeyTableLayout?
    private var scanner: CSVScanner?
    private var encoding: SeedEncoding?
    private var rows: [CSVRow] = []
    private var drawn = 0

    /// Why the reading ends, once the rows before that place are drawn.
    private var failure: PSKCError?

    mutating func feed(_ chunk: Span<UInt8>) {
        if self.failure != nil { return }
        if self.scanner != nil { return self.scan(chunk) }
        // One storage, which leaves no copy of a seed behind.
        if self.beginning.isEmpty { self.beginning.reserveCapacity(Self.beginningLimit) }
        let count = min(chunk.count, Self.beginningLimit - self.beginning.count)
        for index in 0..<count { self.beginning.append(chunk[index]) }
        guard self.beginning.count == Self.beginningLimit else { return }
        self.begin(isWhole: false)
        if self.failure == nil { self.scan(chunk.extracting(count...)) }
    }

    mutating func finish() {
        if self.failure == nil, self.scanner == nil { self.begin(isWhole: true) }
        if self.failure != nil { return }
        self.attempt { scanner throws(PSKCError) in try scanner.finish() }
    }

    /// The next record of what was fed; nil when more bytes are needed, or when there are no more.
    mutating func next() throws(PSKCError) -> PSKCRecord? {
        while self.drawn < self.rows.count {
            var row = self.rows[self.drawn]
            self.rows[self.drawn].fields = []
            self.drawn += 1
            defer { row.wipe() }
            if let layout = self.layout, !layout.isPassedOver(row) { return self.record(of: row, layout.head) }
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

    private mutating func begin(isWhole: Bool) {
        defer { self.beginning.wipe() }
        do throws(PSKCError) {
            let layout = try KeyTableLayout(of: self.beginning, isWhole: isWhole)
            self.layout = layout
            self.encoding = layout.head.encoding
            self.scanner = CSVScanner(delimiter: layout.delimiter, line: layout.firstLine)
            let beginning = self.beginning
            self.scan(beginning.span.extracting(layout.skipped...))
        } catch {
            self.failure = error
        }
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
}

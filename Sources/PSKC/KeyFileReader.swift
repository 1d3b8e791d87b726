import LibCrypto

/// Reads what a maker sends, whichever form it has: a key container (RFC 6030) or a table (CSV, RFC 4180).
///
/// The first characters tell: a container begins with `<`. Otherwise it is used like a ``PSKCReader``.
package struct KeyFileReader: ~Copyable {
    private var form: KeyFileForm?
    private var container: PSKCReader
    private var table = KeyTableReader()
    private var transcoder: UTF16Transcoder?
    private var beginning: [UInt8] = []
    private var observations = KeyFileObservations()

    package init(
        options: PSKCReaderOptions = PSKCReaderOptions(),
        key: consuming ContainerKey? = nil
    ) throws(PSKCError) {
        self.container = try PSKCReader(options: options, key: key)
    }

    /// Whether the file carries an XML signature; it is not verified here.
    package var hasUncheckedSignature: Bool { self.container.hasUncheckedSignature }

    /// The *Id* of the container; nil for a table, and before the first record.
    package var containerID: String? { self.container.containerID }

    /// What a person should know of the keys that were read so far, in sentences without a full stop.
    package var remarks: [String] { self.observations.remarks }

    /// Takes the next bytes of the file; draw all records with ``next()`` before the next call.
    package mutating func feed(_ chunk: Span<UInt8>) throws(PSKCError) {
        if let form = self.form { return try self.feed(chunk, to: form) }
        for index in chunk.indices { self.beginning.append(chunk[index]) }
        try self.decide(isWhole: false)
    }

    /// Tells that the file has ended; a few records may still come from ``next()``, or the error that it ends early.
    package mutating func finish() throws(PSKCError) {
        if self.form == nil { try self.decide(isWhole: true) }
        switch self.form {
        case .table, .tableInUTF16: self.table.finish()
        case .container: try self.container.finish()
        case .other, nil: throw .emptyFile
        }
    }

    /// The next record of what was fed; nil when more bytes are needed, or after ``finish()`` when there are no more.
    package mutating func next() throws(PSKCError) -> PSKCRecord? {
        let record: PSKCRecord?
        switch self.form {
        case nil, .other: return nil
        case .container: record = try self.container.next()
        case .table, .tableInUTF16: record = try self.table.next()
        }
        switch consume record {
        case nil: return nil
        case .rejected(let reject): return .rejected(reject)
        case .key(let key):
            self.observations.take(key, isOfTable: self.form != .container)
            return .key(key)
        }
    }

    private mutating func decide(isWhole: Bool) throws(PSKCError) {
        guard let form = KeyFileForm(of: self.beginning, isWhole: isWhole) else { return }
        var beginning = self.beginning
        self.beginning = []
        defer { beginning.wipe() }
        if case .other(let what) = form {
            throw .unreadableTable(.anotherFormat(what), at: PSKCPosition(line: 1, column: 1))
        }
        self.form = form
        if case .tableInUTF16(let isBigEndian) = form { self.transcoder = UTF16Transcoder(isBigEndian: isBigEndian) }
        // A byte order mark means nothing to a table.
        let isTable = form != .container
        let mark = isTable ? Self.byteOrderMarks.first { mark in beginning.starts(with: mark) } : nil
        try self.feed(beginning.span.extracting((mark?.count ?? 0)...), to: form)
    }

    private static let byteOrderMarks: [[UInt8]] = [[0xEF, 0xBB, 0xBF], [0xFE, 0xFF], [0xFF, 0xFE]]

    private mutating func feed(_ chunk: Span<UInt8>, to form: KeyFileForm) throws(PSKCError) {
        switch form {
        case .container: try self.container.feed(chunk)
        case .table: self.table.feed(chunk)
        case .tableInUTF16:
            var text: [UInt8] = []
            text.reserveCapacity(2 * chunk.count + 4)
            defer { text.wipe() }
            self.transcoder?.transcode(chunk, into: &text)
            self.table.feed(text.span)
        case .other: break
        }
    }
}

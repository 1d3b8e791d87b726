import LibCrypto

/// Reads what a maker sends, whichever form it has: a key container (RFC 6030) or a table (CSV, RFC 4180).
///
/// The first character tells: a container begins with `<`. Otherwise it is used like a ``PSKCReader``.
package struct KeyFileReader: ~Copyable {
    private enum Form {
        case undecided
        case container
        case table
    }

    private var form = Form.undecided
    private var container: PSKCReader
    private var table = KeyTableReader()
    private var beginning: [UInt8] = []

    package init(
        options: PSKCReaderOptions = PSKCReaderOptions(),
        key: consuming ContainerKey? = nil
    ) throws(PSKCError) {
        self.container = try PSKCReader(options: options, key: key)
    }

    /// Whether the file carries an XML signature; it is not verified here.
    package var hasUncheckedSignature: Bool { self.container.hasUncheckedSignature }

    /// Takes the next bytes of the file; draw all records with ``next()`` before the next call.
    package mutating func feed(_ chunk: Span<UInt8>) throws(PSKCError) {
        switch self.form {
        case .container: try self.container.feed(chunk)
        case .table: self.table.feed(chunk)
        case .undecided:
            for index in chunk.indices { self.beginning.append(chunk[index]) }
            self.form = Self.form(of: self.beginning)
            if self.form != .undecided { try self.feedBeginning() }
        }
    }

    /// Tells that the file has ended; a few records may still come from ``next()``, or the error that it ends early.
    package mutating func finish() throws(PSKCError) {
        if self.form == .undecided {
            // Nothing but white space is no container: its reader says so.
            self.form = .container
            try self.feedBeginning()
        }
        switch self.form {
        case .table: self.table.finish()
        case .container, .undecided: try self.container.finish()
        }
    }

    /// The next record of what was fed; nil when more bytes are needed, or after ``finish()`` when there are no more.
    package mutating func next() throws(PSKCError) -> PSKCRecord? {
        switch self.form {
        case .undecided: nil
        case .container: try self.container.next()
        case .table: try self.table.next()
        }
    }

    private mutating func feedBeginning() throws(PSKCError) {
        var beginning = self.beginning
        self.beginning = []
        defer { beginning.wipe() }
        switch self.form {
        case .table: self.table.feed(beginning.span)
        case .container, .undecided: try self.container.feed(beginning.span)
        }
    }

    private static func form(of beginning: [UInt8]) -> Form {
        for byte in beginning {
            switch byte {
            case 0xEF, 0xBB, 0xBF, 0x20, 0x09, 0x0A, 0x0D:
                // A byte order mark or white space.
                continue
            case UInt8(ascii: "<"), 0xFE, 0xFF, 0x00:
                // XML, or XML in UTF-16.
                return .container
            default:
                return .table
            }
        }
        return .undecided
    }
}

import LibCrypto

/// Which column of a table is what.
struct KeyTableHead {
    private(set) var columns: [KeyTableColumn] = []

    /// How seeds are written, where the head says so.
    private(set) var encoding: SeedEncoding?

    /// Whether the table has no names of columns: its rows are serial number, seed and, as far as they are there, the kind, the
    /// number of digits, and the time step or the counter.
    let isPositional: Bool

    /// How many fields a row of a table without names may have.
    static let positionalCount = 5

    /// The head of a table without names.
    static let positional = KeyTableHead()

    private init() {
        self.isPositional = true
        self.columns = [.serialNumber, .seed]
    }

    /// Reads the row that names the columns.
    init(_ row: CSVRow) throws(PSKCError) {
        self.isPositional = false
        let names = Self.names(of: row)
        guard names.contains(where: { name in !name.isEmpty && KeyTableColumn.named(name) != nil }) else {
            throw .unreadableTable(.noHead, at: row.position(0))
        }
        for (index, name) in names.enumerated() {
            guard let (column, encoding) = KeyTableColumn.named(name) else {
                throw .unreadableTable(.unknownColumn(String(name.prefix(64))), at: row.position(index))
            }
            if column != .remark, column != .unnamed, self.columns.contains(column) {
                throw .unreadableTable(.columnTwice(column.name), at: row.position(index))
            }
            self.columns.append(column)
            if let encoding { self.encoding = encoding }
        }
        for needed in [KeyTableColumn.serialNumber, .seed] where !self.columns.contains(needed) {
            throw .unreadableTable(.columnMissing(needed.name), at: row.position(0))
        }
        // Microsoft Entra's columns: a user principal name beside the "secret key", which is Base32 there.
        if self.encoding == nil, names.contains(where: { name in name.lowercased() == "upn" }) {
            self.encoding = .base32
        }
    }

    /// Whether a row has the names again, as it does where tables were put one behind the other.
    func isRepeated(in row: CSVRow) -> Bool {
        guard !self.isPositional, row.fields.count == self.columns.count else { return false }
        return zip(row.fields.indices, self.columns).allSatisfy { index, column in
            KeyTableColumn.named(row.text(index) ?? "")?.column == column
        }
    }

    fileprivate static func names(of row: CSVRow) -> [String] {
        row.fields.indices.map { index in row.isSeedLike(index) ? "?" : row.text(index) ?? "" }
    }
}

extension CSVRow {
    /// What a row can be, as long as it is not known which is the head.
    enum Part {
        /// Names a serial number and a seed.
        case head

        /// A serial number, a seed, and then at most a few words.
        case device

        /// Names of columns, but not those that are needed.
        case names

        /// Anything else: a title, or a device that cannot be used.
        case other
    }

    var part: Part {
        let names = KeyTableHead.names(of: self)
        let filled = names.filter { name in !name.isEmpty }
        let columns = filled.compactMap { name in KeyTableColumn.named(name)?.column }
        if columns.contains(.serialNumber), columns.contains(.seed) { return .head }
        if self.isDevice { return .device }
        guard filled.count > 1 else { return .other }
        let hasDigits = filled.contains { name in name.contains(where: \.isNumber) }
        return !columns.isEmpty || !hasDigits ? .names : .other
    }

    /// Whether at least one of the columns is named without which there is no table.
    var namesWhatIsNeeded: Bool {
        KeyTableHead.names(of: self).contains { name in
            let column = KeyTableColumn.named(name)?.column
            return column == .serialNumber || column == .seed
        }
    }

    /// Whether a field is likely to be a seed, of which no text is made that could not be wiped.
    fileprivate func isSeedLike(_ index: Int) -> Bool {
        let field = self.fields[index]
        let text = field.bytes[field.content]
        let digitCount = text.count { byte in (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
        return text.count >= 16 && digitCount >= 2
            && !SeedEncoding.all(of: field.bytes.span.extracting(field.content)).isEmpty
    }

    private var isDevice: Bool {
        guard self.fields.count >= 2, let serialNumber = self.text(0) else { return false }
        let (first, seed) = (self.fields[0], self.fields[1])
        let text = seed.bytes.span.extracting(seed.content)
        guard let encoding = SeedEncoding.all(of: text).first, let secret = encoding.secret(text) else { return false }
        guard secret.count >= SecretStrength.refusedBelow else { return false }
        // Seed and serial number the other way round would make serial numbers of secrets.
        guard first.content.count < 32 || first.content.count <= seed.content.count else { return false }
        guard !serialNumber.contains(" "), secret.count > 8 || serialNumber.contains(where: \.isNumber) else {
            return false
        }
        guard let kind = self.text(2) else { return true }
        return KindWords(kind) != nil
    }
}

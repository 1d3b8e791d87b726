/// Which column of a table is what.
struct KeyTableHead {
    private(set) var columns: [KeyTableColumn] = []

    /// How seeds are written, where the head says so.
    private(set) var encoding: SeedEncoding?

    /// Whether the first row is a device already.
    let isFirstRowData: Bool

    /// Columns in the order that tables without a head have.
    private static let usual: [KeyTableColumn] = [.serialNumber, .seed, .kind, .digits, .timeStep]

    /// Reads the first row.
    init(_ row: CSVRow) throws(PSKCError) {
        let names = try Self.names(of: row)
        guard names.contains(where: { name in KeyTableColumn.named(name) != nil }) else {
            guard Self.isDevice(row) else { throw .unreadableTable(.noHead, at: row.position(0)) }
            self.isFirstRowData = true
            self.columns = Array(Self.usual.prefix(row.fields.count))
            return
        }
        self.isFirstRowData = false
        for (index, name) in names.enumerated() {
            guard let (column, encoding) = KeyTableColumn.named(name) else {
                // A trailing delimiter makes a column without a name.
                if name.isEmpty, index == names.count - 1 { continue }
                let shown = String(name.prefix(64))
                throw .unreadableTable(.unknownColumn(shown), at: row.position(index))
            }
            if column != .remark, self.columns.contains(column) {
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

    private static func names(of row: CSVRow) throws(PSKCError) -> [String] {
        var names: [String] = []
        for (index, field) in row.fields.enumerated() {
            guard let name = String(validating: field.bytes, as: UTF8.self) else {
                throw .unreadableTable(.notUTF8, at: row.position(index))
            }
            names.append(name.trimmedOfXMLSpace)
        }
        return names
    }

    /// Whether the fields can be what a table without a head has: a serial number, a seed, and then a few words.
    private static func isDevice(_ row: CSVRow) -> Bool {
        guard (2...Self.usual.count).contains(row.fields.count) else { return false }
        let seed = row.fields[1].bytes
        let isSeed = SeedEncoding.hexadecimal.secret(seed.span) != nil || SeedEncoding.base32.secret(seed.span) != nil
        let isKind = row.fields.count < 3 || row.text(2).flatMap(KeyTableRow.Kind.init) != nil
        return isSeed && isKind
    }
}

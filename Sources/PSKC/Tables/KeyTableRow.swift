import LibCrypto
import OTPCore

/// Makes a key of a row, or says why it cannot.
struct KeyTableRow {
    let row: CSVRow
    let head: KeyTableHead

    private var columns: [KeyTableColumn] { self.head.columns }

    /// The serial number as the row has it.
    var serialNumberText: String? { self.text(.serialNumber) }

    func properties() throws(PSKCRejectReason) -> KeyProperties {
        try self.checkFields()
        guard let text = self.serialNumberText else { throw .serialNumberMissing }
        guard !SpreadsheetDamage.isDamaged(serialNumber: text) else {
            throw .damagedBySpreadsheet(element: KeyTableColumn.serialNumber.name)
        }
        let serialNumber: SerialNumber
        do {
            serialNumber = try SerialNumber(text)
        } catch {
            throw .serialNumberInvalid(error)
        }
        var assumptions: KeyAssumptions = []
        let algorithm = try KeyTableParameters(self).algorithm(&assumptions)
        var properties = KeyProperties(serialNumber: serialNumber, keyID: self.text(.keyID), algorithm: algorithm)
        properties.assumptions = assumptions
        properties.manufacturer = self.text(.manufacturer)
        properties.model = self.text(.model)
        properties.issueNumber = self.text(.issueNumber)
        properties.deviceBinding = self.text(.deviceBinding)
        properties.cryptoModuleID = self.text(.cryptoModule)
        properties.issuer = self.text(.issuer)
        properties.keyProfileID = self.text(.keyProfile)
        properties.keyReference = self.text(.keyReference)
        properties.friendlyName = self.text(.friendlyName)
        properties.deviceUserID = self.text(.user)
        properties.keyUserID = self.text(.keyUser)
        let start = try self.date(.startDate)
        let expiry = try self.date(.expiryDate)
        if start != nil || expiry != nil { properties.policy = KeyPolicy(startDate: start, expiryDate: expiry) }
        return properties
    }

    /// The secret; the encoding is settled by the first seed that can be read in one way only.
    func secret(_ encoding: inout SeedEncoding?) throws(PSKCRejectReason) -> SecretBytes {
        guard let index = self.columns.firstIndex(of: .seed), self.row.fields.indices.contains(index) else {
            throw .secretMissing(keyReference: nil)
        }
        let field = self.row.fields[index]
        let content = field.content
        guard !content.isEmpty else { throw .secretMissing(keyReference: nil) }
        guard !SpreadsheetDamage.isDamaged(seed: field.bytes[content]) else {
            throw .damagedBySpreadsheet(element: KeyTableColumn.seed.name)
        }
        let text = field.bytes.span.extracting(content)
        if encoding == nil {
            let possible = SeedEncoding.all(of: text)
            guard possible.count <= 1 else { throw .seedAmbiguous }
            encoding = possible.first
        }
        guard let secret = encoding?.secret(text) else { throw .seedUnreadable }
        try secret.refuseWhatNoDeviceHas()
        return secret
    }

    func text(_ column: KeyTableColumn) -> String? {
        self.columns.firstIndex(of: column).flatMap(self.row.text)
    }

    /// Refuses a row that has more or fewer fields than there are columns.
    private func checkFields() throws(PSKCRejectReason) {
        let count = self.row.fields.count
        guard !self.head.isPositional else {
            let isWhole = count >= 2 && self.row.fields.dropFirst(KeyTableHead.positionalCount).allSatisfy(\.isBlank)
            guard isWhole else { throw .fieldCount(count, expected: KeyTableHead.positionalCount) }
            return
        }
        // A delimiter behind the last field is common and means nothing; spreadsheets leave out empty fields at the end.
        let missing = self.columns.dropFirst(count)
        guard self.row.fields.dropFirst(self.columns.count).allSatisfy(\.isBlank),
            missing.allSatisfy(\.isDispensable)
        else { throw .fieldCount(count, expected: self.columns.count) }
        for (index, column) in self.columns.enumerated() where column == .unnamed {
            guard self.row.text(index) == nil else { throw .valueWithoutColumn(field: index + 1) }
        }
    }

    private func date(_ column: KeyTableColumn) throws(PSKCRejectReason) -> ContainerDate? {
        guard let text = self.text(column) else { return nil }
        // Tables have days, which begin at midnight UTC, and often a space between day and time.
        let day = text.prefix(10)
        let time = text.dropFirst(10)
        let whole = time.isEmpty ? "\(day)T00:00:00Z" : time.hasPrefix(" ") ? "\(day)T\(time.dropFirst())" : text
        guard day.utf8.count == 10, let date = ContainerDate(parsing: whole) else {
            throw .notADate(element: column.name)
        }
        return date
    }
}

import LibCrypto
import OTPCore

/// Makes a key of a row, or says why it cannot.
struct KeyTableRow {
    /// By counter or by time.
    enum Kind {
        case hotp
        case totp

        init?(_ text: String) {
            switch text.lowercased() {
            case "hotp", "oath-hotp": self = .hotp
            case "totp", "oath-totp": self = .totp
            default: return nil
            }
        }
    }

    let row: CSVRow
    let head: KeyTableHead

    private var columns: [KeyTableColumn] { self.head.columns }

    /// The serial number as the row has it.
    var serialNumberText: String? { self.text(.serialNumber) }

    func properties() throws(PSKCRejectReason) -> KeyProperties {
        // A delimiter behind the last field is common and means nothing.
        let extra = self.row.fields.dropFirst(self.columns.count)
        let isWhole = self.row.fields.count >= self.columns.count
        // Without a head nothing says how many fields there are.
        guard isWhole || (self.head.isFirstRowData && self.row.fields.count >= 2), extra.allSatisfy(\.bytes.isEmpty)
        else {
            throw .fieldCount(self.row.fields.count, expected: self.columns.count)
        }
        guard let text = self.serialNumberText else { throw .serialNumberMissing }
        let serialNumber: SerialNumber
        do {
            serialNumber = try SerialNumber(text)
        } catch {
            throw .serialNumberInvalid(error)
        }
        var assumptions: KeyAssumptions = []
        let algorithm = try self.algorithm(&assumptions)
        var properties = KeyProperties(serialNumber: serialNumber, algorithm: algorithm)
        properties.assumptions = assumptions
        properties.manufacturer = self.text(.manufacturer)
        properties.model = self.text(.model)
        properties.deviceUserID = self.text(.user)
        let start = try self.date(.startDate)
        let expiry = try self.date(.expiryDate)
        if start != nil || expiry != nil { properties.policy = KeyPolicy(startDate: start, expiryDate: expiry) }
        return properties
    }

    /// The secret; the encoding is settled by the first seed that can be read in one way only.
    func secret(_ encoding: inout SeedEncoding?) throws(PSKCRejectReason) -> SecretBytes {
        guard let index = self.columns.firstIndex(of: .seed), self.row.fields.indices.contains(index),
            !self.row.fields[index].bytes.isEmpty
        else { throw .secretMissing(keyReference: nil) }
        let field = self.row.fields[index].bytes
        let text = field.span.extracting(Self.trimmedRange(of: field.span))
        if encoding == nil { encoding = SeedEncoding.only(of: text) }
        guard let encoding else {
            throw SeedEncoding.hexadecimal.secret(text) == nil ? .seedUnreadable : .seedAmbiguous
        }
        guard let secret = encoding.secret(text) else { throw .seedUnreadable }
        return secret
    }

    private func algorithm(_ assumptions: inout KeyAssumptions) throws(PSKCRejectReason) -> KeyAlgorithm {
        var kind: Kind?
        var hash = try self.text(.hash).map(Self.hash)
        if let text = self.text(.kind) {
            // A column called "algorithm" may name either.
            kind = Kind(text)
            if kind == nil {
                guard hash == nil, let named = HashAlgorithm(suiteName: text) else { throw .unsupportedAlgorithm(text) }
                hash = named
            }
        }
        if hash == nil { assumptions.insert(.hash) }
        let digits = try self.number(.digits, in: 1...20).map { Int($0) }
        if let digits, (try? HOTP(digits: digits)) == nil { throw .digitsInvalid(String(digits)) }
        if digits == nil { assumptions.insert(.digits) }
        let timeStep = try self.number(.timeStep, in: 1...UInt64(UInt32.max))
        let counter = try self.number(.counter, in: 0...UInt64.max)
        if kind == nil {
            if timeStep != nil, counter != nil { throw .contradictoryMovingFactor }
            if timeStep == nil, counter == nil { assumptions.insert(.algorithm) }
            kind = counter == nil ? .totp : .hotp
        }
        switch kind {
        case .hotp:
            if counter == nil { assumptions.insert(.counter) }
            return .hotp(hash ?? .sha1, digits: digits ?? 6, counter: counter ?? 0)
        case .totp, nil:
            if timeStep == nil { assumptions.insert(.timeStep) }
            let clock = KeyClock(timeStep: UInt32(truncatingIfNeeded: timeStep ?? 30))
            return .totp(hash ?? .sha1, digits: digits ?? 6, clock: clock)
        }
    }

    private func text(_ column: KeyTableColumn) -> String? {
        self.columns.firstIndex(of: column).flatMap(self.row.text)
    }

    private func number(_ column: KeyTableColumn, in range: ClosedRange<UInt64>) throws(PSKCRejectReason) -> UInt64? {
        guard let text = self.text(column) else { return nil }
        return try XMLElement.number(text, of: column.name, in: range)
    }

    private func date(_ column: KeyTableColumn) throws(PSKCRejectReason) -> ContainerDate? {
        guard let text = self.text(column) else { return nil }
        // Tables have days, which begin at midnight UTC.
        let isDay = text.utf8.count == 10
        guard let date = ContainerDate(parsing: isDay ? text + "T00:00:00Z" : text) else {
            throw .notADate(element: column.name)
        }
        return date
    }

    private static func hash(_ text: String) throws(PSKCRejectReason) -> HashAlgorithm {
        guard let hash = HashAlgorithm(suiteName: text) else { throw .unknownSuite(text) }
        return hash
    }

    private static func trimmedRange(of text: Span<UInt8>) -> Range<Int> {
        var start = 0
        var end = text.count
        while start < end, text[start] == 0x20 || text[start] == 0x09 { start += 1 }
        while end > start, text[end - 1] == 0x20 || text[end - 1] == 0x09 { end -= 1 }
        return start..<end
    }
}

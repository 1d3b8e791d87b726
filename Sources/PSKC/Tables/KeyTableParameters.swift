import OTPCore
import TimeText

/// What a row says of the codes of a device.
struct KeyTableParameters {
    private let row: KeyTableRow

    init(_ row: KeyTableRow) {
        self.row = row
    }

    func algorithm(_ assumptions: inout KeyAssumptions) throws(PSKCRejectReason) -> KeyAlgorithm {
        let isPositional = self.row.head.isPositional
        let kindText = isPositional ? self.row.row.text(2) : self.row.text(.kind)
        let words = try Self.words(kindText)
        let others = try Self.words(self.row.text(.algorithm))
        var hash = try Self.one(words?.hash, others?.hash, KeyTableColumn.hash)
        let kind = try Self.one(words?.kind, others?.kind, KeyTableColumn.kind)
        if case .ocra(let suite) = kind {
            let given = isPositional ? self.row.row.text(3) : self.row.text(.hash)
            return .ocra(
                suite: try Self.suite(suite ?? given ?? ""),
                counter: try self.number(.counter, in: 0...UInt64.max)
            )
        }
        hash = try Self.one(hash, try self.row.text(.hash).map(Self.hash), KeyTableColumn.hash)
        let digits = try Self.one(
            try Self.one(words?.digits, others?.digits, .digits),
            try self.digits(isPositional ? 3 : nil),
            .digits
        )
        var timeStep = try Self.one(words?.timeStep, others?.timeStep, .timeStep)
        var counter: UInt64?
        if isPositional {
            switch (kind, self.row.row.text(4)) {
            case (_, nil): break
            case (.hotp, let text?): counter = try Self.number(text, of: .counter, in: 0...UInt64.max)
            case (.totp, let text?): timeStep = try Self.one(timeStep, try Self.timeStep(text), .timeStep)
            case (.ocra, _?), (nil, _?): throw .fifthFieldUnclear
            }
        } else {
            timeStep = try Self.one(timeStep, try self.row.text(.timeStep).map(Self.timeStep), .timeStep)
            counter = try self.number(.counter, in: 0...UInt64.max)
            try self.checkFormat()
        }
        if hash == nil { assumptions.insert(.hash) }
        if digits == nil { assumptions.insert(.digits) }
        return try self.algorithm(
            kind,
            hash ?? .sha1,
            digits: digits ?? 6,
            timeStep: timeStep,
            counter: counter,
            &assumptions
        )
    }

    private func algorithm(
        _ kind: KindWords.Kind?,
        _ hash: HashAlgorithm,
        digits: UInt64,
        timeStep: UInt64?,
        counter: UInt64?,
        _ assumptions: inout KeyAssumptions
    ) throws(PSKCRejectReason) -> KeyAlgorithm {
        var kind = kind
        if kind == nil {
            if timeStep != nil, counter != nil { throw .contradictoryMovingFactor }
            if timeStep == nil, counter == nil { assumptions.insert(.algorithm) }
            kind = counter == nil ? .totp : .hotp
        }
        if kind == .hotp {
            if counter == nil { assumptions.insert(.counter) }
            return .hotp(hash, digits: Int(digits), counter: counter ?? 0)
        }
        if timeStep == nil { assumptions.insert(.timeStep) }
        let clock = KeyClock(
            timeStep: UInt32(truncatingIfNeeded: timeStep ?? 30),
            stepsPassed: try self.number(.stepsPassed, in: 0...UInt64.max) ?? 0,
            drift: try self.row.text(.drift).map { text throws(PSKCRejectReason) in
                try XMLElement.number(text, of: KeyTableColumn.drift.name, in: Int32.min...Int32.max)
            } ?? 0
        )
        return .totp(hash, digits: Int(digits), clock: clock)
    }

    /// The code length, from a column or from a field.
    private func digits(_ field: Int?) throws(PSKCRejectReason) -> UInt64? {
        guard let text = field.map(self.row.row.text) ?? self.row.text(.digits) else { return nil }
        let digits = try Self.number(text, units: ["digits", "digit"], of: .digits, in: 1...20)
        guard (try? HOTP(digits: Int(digits))) != nil else { throw .digitsInvalid(String(digits)) }
        return digits
    }

    /// Refuses codes that are not decimal, or have a check digit.
    private func checkFormat() throws(PSKCRejectReason) {
        if let encoding = self.row.text(.encoding), encoding.uppercased() != "DECIMAL" {
            throw .unsupportedEncoding(encoding)
        }
        switch self.row.text(.checkDigits)?.lowercased() {
        case nil, "false", "0", "no": break
        default: throw .checkDigitsUnsupported
        }
    }

    private func number(_ column: KeyTableColumn, in range: ClosedRange<UInt64>) throws(PSKCRejectReason) -> UInt64? {
        try self.row.text(column).map { text throws(PSKCRejectReason) in try Self.number(text, of: column, in: range) }
    }

    /// A time step: a number of seconds, `30 s`, or a duration as `PT30S`.
    private static func timeStep(_ text: String) throws(PSKCRejectReason) -> UInt64 {
        if text.uppercased().hasPrefix("P"), let count = try? ISO8601Duration.milliseconds(of: text.uppercased()) {
            guard count > 0, count.isMultiple(of: 1000), count / 1000 <= Int64(UInt32.max) else {
                throw .outOfRange(element: KeyTableColumn.timeStep.name)
            }
            return UInt64(count / 1000)
        }
        let units = ["seconds", "second", "secs", "sec", "s"]
        return try Self.number(text, units: units, of: .timeStep, in: 1...UInt64(UInt32.max))
    }

    /// A whole number, with a unit behind it or a fraction of zeros, which programs give to numbers beside empty fields.
    private static func number(
        _ text: String,
        units: [String] = [],
        of column: KeyTableColumn,
        in range: ClosedRange<UInt64>
    ) throws(PSKCRejectReason) -> UInt64 {
        var text = text
        if let unit = units.first(where: text.lowercased().hasSuffix) {
            text = String(text.dropLast(unit.count)).trimmedOfXMLSpace
            if text.hasSuffix("-") { text.removeLast() }
        }
        if let point = text.firstIndex(where: { character in character == "." || character == "," }) {
            let fraction = text[text.index(after: point)...]
            if !fraction.isEmpty, fraction.allSatisfy({ character in character == "0" }) {
                text = String(text[..<point])
            }
        }
        guard !SpreadsheetDamage.isRounded(Array(text.utf8)[...]) else {
            throw .damagedBySpreadsheet(element: column.name)
        }
        return try XMLElement.number(text, of: column.name, in: range)
    }

    private static func words(_ text: String?) throws(PSKCRejectReason) -> KindWords? {
        guard let text else { return nil }
        guard let words = KindWords(text) else { throw .unsupportedAlgorithm(text) }
        return words
    }

    private static func hash(_ text: String) throws(PSKCRejectReason) -> HashAlgorithm {
        guard let hash = HashAlgorithm(suiteName: text) else { throw .unknownSuite(text) }
        return hash
    }

    private static func suite(_ text: String) throws(PSKCRejectReason) -> String {
        guard (try? OCRASuite(parsing: text)) != nil else { throw .unknownSuite(text) }
        return text
    }

    /// The value that is there; what is said twice must be said alike.
    private static func one<Value: Equatable>(
        _ first: Value?,
        _ second: Value?,
        _ column: KeyTableColumn
    ) throws(PSKCRejectReason) -> Value? {
        if let first, let second, first != second { throw .contradiction(element: column.name) }
        return first ?? second
    }
}

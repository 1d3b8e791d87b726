import OTPCore

extension KeyElementParser {
    /// The algorithm and its parameters, RFC 6030, sections 4.3.4 and 10.
    func algorithm(
        of key: XMLElement,
        assumptions: inout KeyAssumptions
    ) throws(PSKCRejectReason) -> KeyAlgorithm {
        guard let name = key.attribute("Algorithm") ?? key.attribute("KeyAlgorithm"), !name.isEmpty else {
            throw .algorithmMissing
        }
        let parameters = try Self.parameters(of: key)
        let data = try key.one("Data")
        switch KeyAlgorithmName(name) {
        case .hotp:
            let hash = try Self.hash(parameters, assumptions: &assumptions)
            let digits = try Self.digits(parameters, assumptions: &assumptions)
            let counter: UInt64? = try self.number("Counter", in: data, within: 0...UInt64.max)
            if counter == nil {
                if try data?.one("TimeInterval") != nil { throw .contradictoryMovingFactor }
                assumptions.insert(.counter)
            }
            return .hotp(hash, digits: digits, counter: counter ?? 0)
        case .totp:
            let hash = try Self.hash(parameters, assumptions: &assumptions)
            let digits = try Self.digits(parameters, assumptions: &assumptions)
            let timeStep: UInt32? = try self.number("TimeInterval", in: data, within: 1...UInt32.max)
            if timeStep == nil { assumptions.insert(.timeStep) }
            let clock = KeyClock(
                timeStep: timeStep ?? 30,
                stepsPassed: try self.number("Time", in: data, within: 0...UInt64.max) ?? 0,
                drift: try self.number("TimeDrift", in: data, within: Int32.min...Int32.max) ?? 0
            )
            return .totp(hash, digits: digits, clock: clock)
        case .ocra(let suiteInName):
            guard let suite = try parameters?.text("Suite") ?? suiteInName else { throw .unknownSuite("") }
            guard (try? OCRASuite(parsing: suite)) != nil else { throw .unknownSuite(suite) }
            return .ocra(suite: suite, counter: try self.number("Counter", in: data, within: 0...UInt64.max))
        case .pin:
            return .pin
        case nil:
            throw .unsupportedAlgorithm(name)
        }
    }

    /// *AlgorithmParameters*; drafts have the formats of challenges and codes in *Usage*.
    static func parameters(of key: XMLElement) throws(PSKCRejectReason) -> XMLElement? {
        if let parameters = try key.one("AlgorithmParameters") { return parameters }
        return try key.one("Usage")
    }

    static func challengeFormat(_ element: XMLElement) throws(PSKCRejectReason) -> ChallengeFormat {
        var format = ChallengeFormat()
        format.encoding = element.attribute("Encoding") ?? element.attribute("Format")
        format.minimumLength = try element.attributeNumber("Min")
        format.maximumLength = try element.attributeNumber("Max")
        format.hasCheckDigit = try element.truth("CheckDigits")
        return format
    }

    /// *ResponseFormat* where it is more than the number of digits, which is part of the algorithm.
    static func responseFormat(
        of key: XMLElement,
        _ algorithm: KeyAlgorithm
    ) throws(PSKCRejectReason) -> ResponseFormat? {
        switch algorithm {
        case .hotp, .totp: return nil
        case .ocra, .pin: break
        }
        guard let element = try Self.parameters(of: key)?.one("ResponseFormat") else { return nil }
        var format = ResponseFormat()
        format.encoding = element.attribute("Encoding") ?? element.attribute("Format")
        format.length = try element.attributeNumber("Length")
        format.hasCheckDigit = try element.truth("CheckDigits")
        return format
    }

    /// What *Data* says beside the values that the algorithm uses.
    func unusedData(
        in data: XMLElement?,
        of algorithm: KeyAlgorithm
    ) throws(PSKCRejectReason) -> UnusedKeyData {
        var unused = UnusedKeyData()
        switch algorithm {
        case .hotp, .ocra: break
        case .totp, .pin: unused.counter = try self.number("Counter", in: data, within: 0...UInt64.max)
        }
        if case .totp = algorithm { return unused }
        unused.stepsPassed = try self.number("Time", in: data, within: 0...UInt64.max)
        unused.timeStep = try self.number("TimeInterval", in: data, within: 0...UInt32.max)
        unused.drift = try self.number("TimeDrift", in: data, within: Int32.min...Int32.max)
        return unused
    }

    /// *Suite*: absent means SHA-1, an unknown one is a reject and never a default.
    private static func hash(
        _ parameters: XMLElement?,
        assumptions: inout KeyAssumptions
    ) throws(PSKCRejectReason) -> HashAlgorithm {
        guard let suite = try parameters?.text("Suite") else {
            assumptions.insert(.hash)
            return .sha1
        }
        guard let hash = HashAlgorithm(suiteName: suite) else { throw .unknownSuite(suite) }
        return hash
    }

    /// *ResponseFormat*: absent means six decimal digits.
    private static func digits(
        _ parameters: XMLElement?,
        assumptions: inout KeyAssumptions
    ) throws(PSKCRejectReason) -> Int {
        guard let format = try parameters?.one("ResponseFormat") else {
            assumptions.insert(.digits)
            return 6
        }
        if let encoding = format.attribute("Encoding") ?? format.attribute("Format"), encoding.uppercased() != "DECIMAL"
        {
            throw .unsupportedEncoding(encoding)
        }
        if try format.truth("CheckDigits") == true { throw .checkDigitsUnsupported }
        guard let length = format.attribute("Length") else { throw .digitsInvalid("no length") }
        guard let digits = Int(length), (try? HOTP(digits: digits)) != nil else {
            throw .digitsInvalid(String(length.prefix(16)))
        }
        return digits
    }
}

extension KeyAlgorithm {
    /// RFC 6030, section 5: where a policy names the uses of a key, the use it is imported for has to be among them.
    func checkUsage(_ policy: KeyPolicy?) throws(PSKCRejectReason) {
        guard let usages = policy?.usages, !usages.isEmpty else { return }
        let wanted: [String]
        switch self {
        case .hotp, .totp: wanted = ["OTP"]
        case .ocra: wanted = ["CR", "OTP"]
        case .pin: return
        }
        guard wanted.contains(where: usages.contains) else { throw .usageNotPermitted(usages) }
    }
}

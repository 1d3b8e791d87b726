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
        // Drafts have the format of the codes in Usage.
        var parameters = try key.one("AlgorithmParameters")
        if parameters == nil { parameters = try key.one("Usage") }
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
            guard suite.uppercased().hasPrefix("OCRA-1:") else { throw .unknownSuite(suite) }
            return .ocra(suite: suite, counter: try self.number("Counter", in: data, within: 0...UInt64.max))
        case .pin:
            return .pin
        case nil:
            throw .unsupportedAlgorithm(name)
        }
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
        if let check = format.attribute("CheckDigits"), check != "false", check != "0" {
            throw .checkDigitsUnsupported
        }
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

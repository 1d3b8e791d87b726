import CommandLineTool
import LibCrypto
import OTPCore
import PSKC
import TimeText

/// One key of a container, for people and for `--json`; with its secret only if that is asked for.
struct KeyReport: Encodable {
    let serialNumber: String
    let keyID: String
    let algorithm: String
    private(set) var hash: String?
    private(set) var digits: Int?
    private(set) var counter: UInt64?
    private(set) var timeStep: String?
    private(set) var stepsPassed: UInt64?
    private(set) var drift: Int32?
    private(set) var suite: String?
    private(set) var challengeFormat: ChallengeReport?
    private(set) var responseFormat: ResponseReport?
    let manufacturer: String?
    let model: String?
    let issueNumber: String?
    let deviceBinding: String?
    let deviceUserID: String?
    let deviceStartDate: String?
    let deviceExpiryDate: String?
    let cryptoModuleID: String?
    let issuer: String?
    let keyProfileID: String?
    let keyReference: String?
    let friendlyName: String?
    let keyUserID: String?
    let policy: PolicyReport?
    /// What the file left out and the standards fill in.
    let assumed: [String]
    let secretByteCount: Int
    let secretHex: String?
    let line: Int

    init(_ key: borrowing PSKCKey, revealingSecret: Bool) {
        let properties = key.properties
        self.serialNumber = properties.serialNumber.text
        self.keyID = properties.keyID
        self.manufacturer = properties.manufacturer
        self.model = properties.model
        self.issueNumber = properties.issueNumber
        self.deviceBinding = properties.deviceBinding
        self.deviceUserID = properties.deviceUserID
        self.deviceStartDate = properties.deviceStartDate?.description
        self.deviceExpiryDate = properties.deviceExpiryDate?.description
        self.cryptoModuleID = properties.cryptoModuleID
        self.issuer = properties.issuer
        self.keyProfileID = properties.keyProfileID
        self.keyReference = properties.keyReference
        self.friendlyName = properties.friendlyName
        self.keyUserID = properties.keyUserID
        self.policy = properties.policy.map(PolicyReport.init)
        self.assumed = Self.names(of: properties.assumptions)
        self.secretByteCount = key.secret.count
        self.secretHex = revealingSecret ? key.secret.withBytes(Self.hexadecimal) : nil
        self.line = key.position.line
        let unused = properties.unusedData
        self.counter = unused.counter
        self.timeStep = unused.timeStep.map { seconds in Self.duration(seconds) }
        self.stepsPassed = unused.stepsPassed
        self.drift = unused.drift
        self.challengeFormat = properties.challengeFormat.map(ChallengeReport.init)
        switch properties.algorithm {
        case .hotp(let hash, let digits, let counter):
            self.algorithm = "hotp"
            (self.hash, self.digits, self.counter) = (Self.name(of: hash), digits, counter)
        case .totp(let hash, let digits, let clock):
            self.algorithm = "totp"
            (self.hash, self.digits) = (Self.name(of: hash), digits)
            self.timeStep = Self.duration(clock.timeStep)
            self.stepsPassed = clock.stepsPassed == 0 ? nil : clock.stepsPassed
            self.drift = clock.drift == 0 ? nil : clock.drift
        case .ocra(let suite, let counter):
            self.algorithm = "ocra"
            (self.suite, self.counter) = (suite, counter)
            self.responseFormat = properties.responseFormat.map(ResponseReport.init)
        case .pin:
            self.algorithm = "pin"
            self.responseFormat = properties.responseFormat.map(ResponseReport.init)
        }
    }

    /// The key in one line for people.
    var text: String {
        var parts = [self.serialNumber]
        if self.keyID != self.serialNumber { parts.append("key \(self.keyID)") }
        parts.append(self.algorithm)
        if let suite = self.suite { parts.append(suite) }
        if let hash = self.hash { parts.append(hash) }
        if let digits = self.digits { parts.append(digits.counted("digit")) }
        if let timeStep = self.timeStep { parts.append(timeStep) }
        if let counter = self.counter { parts.append("counter \(counter)") }
        if let drift = self.drift { parts.append("drift \(drift)") }
        parts += [self.manufacturer, self.model].compactMap { name in name }
        if let expiry = self.deviceExpiryDate ?? self.policy?.expiryDate { parts.append("until \(expiry)") }
        if !self.assumed.isEmpty { parts.append("assumed: \(self.assumed.joined(separator: " "))") }
        parts.append("secret \(self.secretHex ?? "of \(self.secretByteCount.counted("byte"))")")
        return parts.joined(separator: ", ")
    }

    /// What was assumed, in the names of the JSON members.
    static func names(of assumptions: KeyAssumptions) -> [String] {
        let names: [(KeyAssumptions, String)] = [
            (.hash, "hash"), (.digits, "digits"), (.timeStep, "timeStep"), (.counter, "counter"),
            (.serialNumber, "serialNumber"), (.algorithm, "algorithm"),
        ]
        return names.filter { assumption, _ in assumptions.contains(assumption) }.map { _, name in name }
    }

    private static func duration(_ seconds: UInt32) -> String {
        ISO8601Duration.text(milliseconds: Int64(seconds) * 1000)
    }

    private static func name(of hash: HashAlgorithm) -> String {
        switch hash {
        case .sha1: "sha1"
        case .sha256: "sha256"
        case .sha512: "sha512"
        }
    }

    private static func hexadecimal(_ bytes: Span<UInt8>) -> String {
        let digits = Array("0123456789abcdef")
        var text = ""
        for index in bytes.indices {
            text.append(digits[Int(bytes[index] >> 4)])
            text.append(digits[Int(bytes[index] & 15)])
        }
        return text
    }
}

extension KeyReport {
    /// *ChallengeFormat*, RFC 6030, section 4.3.4.
    struct ChallengeReport: Encodable {
        let encoding: String?
        let minimumLength: UInt32?
        let maximumLength: UInt32?
        let checkDigit: Bool?

        init(_ format: ChallengeFormat) {
            self.encoding = format.encoding
            self.minimumLength = format.minimumLength
            self.maximumLength = format.maximumLength
            self.checkDigit = format.hasCheckDigit
        }
    }

    /// *ResponseFormat* of a key that makes neither HOTP nor TOTP codes.
    struct ResponseReport: Encodable {
        let encoding: String?
        let length: UInt32?
        let checkDigit: Bool?

        init(_ format: ResponseFormat) {
            self.encoding = format.encoding
            self.length = format.length
            self.checkDigit = format.hasCheckDigit
        }
    }
}

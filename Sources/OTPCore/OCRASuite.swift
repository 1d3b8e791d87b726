/// What a challenge-response computation is made of, named by a string such as `OCRA-1:HOTP-SHA1-6:QN08`.
///
/// RFC 6287, section 6: algorithm, crypto function, data input.
public struct OCRASuite: Sendable {
    /// The format of a challenge question, RFC 6287, section 6.3, table 2.
    public enum QuestionFormat: Sendable, Equatable {
        /// `A`: letters and digits, taken as they are.
        case alphanumeric
        /// `N`: decimal digits, taken as one number.
        case numeric
        /// `H`: hexadecimal digits.
        case hexadecimal
    }

    /// The hash function *HOTP-H* of the crypto function.
    public let algorithm: HashAlgorithm

    /// How many digits a response has, 4 to 10; 0 stands for the whole HMAC, not truncated.
    public let digits: Int

    /// Whether a counter goes in, `C`.
    public let hasCounter: Bool

    /// The format of the question, `Q`; every suite has one.
    public let questionFormat: QuestionFormat

    /// The most characters of one party's question, 4 to 64.
    public let questionLength: Int

    /// The hash function of the PIN that goes in, `P`, or nil.
    public let pinHashAlgorithm: HashAlgorithm?

    /// The bytes of session information that go in, `S`, 1 to 512, or nil.
    public let sessionByteCount: Int?

    /// The time step in seconds if a time goes in, `T`, or nil.
    public let timeStep: UInt32?

    /// The string itself, which is part of every message, section 5.1.
    let name: BoundedBytes<64>

    /// A suite from its string.
    ///
    /// Capitals count, and the inputs stand in the order C, Q, P, S, T.
    ///
    /// - Throws: ``OCRASuiteError``, naming the part that is wrong.
    public init(parsing text: Span<UInt8>) throws(OCRASuiteError) {
        guard let name = BoundedBytes<64>(copying: text) else { throw .tooLong(text.count) }
        self.name = name
        var scanner = SuiteScanner(name)

        guard scanner.skip("OCRA-1:") else { throw .invalidAlgorithm }
        guard scanner.skip("HOTP-"), let algorithm = scanner.hashAlgorithm(), scanner.skip("-"),
            let digits = scanner.number(maximumDigits: 2), scanner.skip(":")
        else { throw .invalidCryptoFunction }
        guard digits == 0 || (digits >= 4 && digits <= 10) else { throw .digitsOutOfRange(digits) }
        self.algorithm = algorithm
        self.digits = digits

        self.hasCounter = scanner.skip("C-")
        guard scanner.skip("Q"), let format = scanner.questionFormat(), let length = scanner.number(exactDigits: 2),
            length >= 4, length <= 64
        else { throw .invalidQuestion }
        self.questionFormat = format
        self.questionLength = length

        if scanner.skip("-P") {
            guard let algorithm = scanner.hashAlgorithm() else { throw .invalidPINHash }
            self.pinHashAlgorithm = algorithm
        } else {
            self.pinHashAlgorithm = nil
        }
        if scanner.skip("-S") {
            guard let length = scanner.number(exactDigits: 3), length >= 1, length <= 512 else { throw .invalidSession }
            self.sessionByteCount = length
        } else {
            self.sessionByteCount = nil
        }
        if scanner.skip("-T") {
            guard let timeStep = scanner.timeStep() else { throw .invalidTimeStep }
            self.timeStep = timeStep
        } else {
            self.timeStep = nil
        }
        guard scanner.isAtEnd else { throw .invalidDataInput(position: scanner.position) }
    }

    /// A suite from its string.
    ///
    /// - Throws: ``OCRASuiteError``, naming the part that is wrong.
    public init(parsing text: String) throws(OCRASuiteError) {
        try self.init(parsing: text.utf8.span)
    }
}

/// Why a string is no ``OCRASuite``.
public enum OCRASuiteError: Error, Equatable, Sendable {
    /// Longer than 64 bytes, which no suite needs.
    case tooLong(Int)
    /// Not `OCRA-1:`, the only version there is.
    case invalidAlgorithm
    /// Not `HOTP-SHA1-t:`, `HOTP-SHA256-t:` or `HOTP-SHA512-t:`.
    case invalidCryptoFunction
    /// Not 0 and not 4 to 10.
    case digitsOutOfRange(Int)
    /// The question is missing or not `QA`, `QN` or `QH` with a length of 04 to 64.
    case invalidQuestion
    /// Not `PSHA1`, `PSHA256` or `PSHA512`.
    case invalidPINHash
    /// Not `S001` to `S512`.
    case invalidSession
    /// Not `T1S` to `T59S`, `T1M` to `T59M` or `T1H` to `T48H`.
    case invalidTimeStep
    /// Something that belongs to no input, or inputs out of order.
    case invalidDataInput(position: Int)
}

/// The OATH challenge-response algorithm, RFC 6287: HOTP over a suite's name and the inputs it asks for.
public struct OCRA: Sendable {
    /// What goes in, and the form of what comes out.
    public let suite: OCRASuite

    /// The algorithm for one suite.
    public init(_ suite: OCRASuite) {
        self.suite = suite
    }

    /// The response to a challenge, or the signature of a text given as one, RFC 6287, section 5.2.
    ///
    /// - Parameters:
    ///   - input: Exactly the inputs the suite names.
    ///   - key: The device's key, made for the suite's hash function.
    /// - Returns: The digits of the response, or the whole HMAC where the suite asks for no truncation.
    /// - Throws: ``OCRAError``, naming the input that is missing, out of form or not asked for.
    public func response(to input: OCRAInput, key: borrowing HMACKey) throws(OCRAError) -> OCRAResponse {
        let question = try self.questionBytes(of: input)
        try self.checkInputs(of: input)
        guard key.algorithm == self.suite.algorithm else { throw .wrongKeyAlgorithm(key.algorithm) }
        var step: UInt64?
        if let timeStep = self.suite.timeStep, let unixTime = input.unixTime {
            guard unixTime >= 0 else { throw .timeBeforeEpoch }
            step = UInt64(unixTime) / UInt64(timeStep)
        }

        let hmac: Digest
        switch key.midstates {
        case .sha1(let inner, let outer):
            var message = HMAC<SHA1>(inner: inner, outer: outer)
            self.feed(input, question, step, to: &message)
            hmac = message.finalize()
        case .sha256(let inner, let outer):
            var message = HMAC<SHA256>(inner: inner, outer: outer)
            self.feed(input, question, step, to: &message)
            hmac = message.finalize()
        case .sha512(let inner, let outer):
            var message = HMAC<SHA512>(inner: inner, outer: outer)
            self.feed(input, question, step, to: &message)
            hmac = message.finalize()
        }
        guard self.suite.digits > 0 else { return .digest(hmac) }
        return .code(Code(truncating: dynamicTruncation(of: hmac), digits: self.suite.digits))
    }

    /// `{OCRASuite | 00 | C | Q | P | S | T}`, section 5.1.
    private func feed<Hash: BlockHash>(
        _ input: OCRAInput,
        _ question: InlineArray<128, UInt8>,
        _ step: UInt64?,
        to message: inout HMAC<Hash>
    ) {
        self.suite.name.withBytes { message.update($0) }
        let zero = InlineArray<1, UInt8>(repeating: 0)
        message.update(zero.span)
        if self.suite.hasCounter, let counter = input.counter {
            let bytes = counter.bigEndianBytes
            message.update(bytes.span)
        }
        message.update(question.span)
        if let pinHash = input.pinHash {
            pinHash.withBytes { message.update($0) }
        }
        if let length = self.suite.sessionByteCount, let session = input.session {
            for _ in session.count..<length {
                message.update(zero.span)
            }
            session.withBytes { message.update($0) }
        }
        if let step {
            let bytes = step.bigEndianBytes
            message.update(bytes.span)
        }
    }

    private func checkInputs(of input: OCRAInput) throws(OCRAError) {
        try OCRA.check(.counter, isGiven: input.counter != nil, isAskedFor: self.suite.hasCounter)
        try OCRA.check(.pinHash, isGiven: input.pinHash != nil, isAskedFor: self.suite.pinHashAlgorithm != nil)
        try OCRA.check(.session, isGiven: input.session != nil, isAskedFor: self.suite.sessionByteCount != nil)
        try OCRA.check(.time, isGiven: input.unixTime != nil, isAskedFor: self.suite.timeStep != nil)
        if let algorithm = self.suite.pinHashAlgorithm, let pinHash = input.pinHash {
            guard pinHash.count == algorithm.digestByteCount else { throw .invalidPINHashLength(pinHash.count) }
        }
        if let length = self.suite.sessionByteCount, let session = input.session {
            guard session.count <= length else { throw .invalidSessionLength(session.count) }
        }
    }

    private static func check(
        _ field: OCRAError.Input,
        isGiven: Bool,
        isAskedFor: Bool
    ) throws(OCRAError) {
        if isAskedFor && !isGiven { throw .missing(field) }
        if isGiven && !isAskedFor { throw .unexpected(field) }
    }
}

/// What an OCRA computation answers.
public enum OCRAResponse: Sendable, Equatable {
    /// The digits a person would type.
    case code(Code)
    /// The whole HMAC, for a suite with 0 digits.
    case digest(Digest)
}

/// Why inputs do not fit a suite.
public enum OCRAError: Error, Equatable, Sendable {
    /// One of the inputs beside the question.
    public enum Input: Sendable, Equatable {
        case counter
        case pinHash
        case session
        case time
    }

    /// The suite asks for an input that was not given.
    case missing(Input)
    /// An input was given that the suite does not take in.
    case unexpected(Input)
    /// No characters, or more than both parties' questions may have together.
    case invalidQuestionLength(Int)
    /// A character of the question that its format does not have.
    case invalidQuestion(position: Int)
    /// Not the length of the suite's hash function for PINs.
    case invalidPINHashLength(Int)
    /// More bytes than the suite's session information has.
    case invalidSessionLength(Int)
    /// The key was made for another hash function than the suite's.
    case wrongKeyAlgorithm(HashAlgorithm)
    /// A time before 1970, from which *T* is counted.
    case timeBeforeEpoch
}

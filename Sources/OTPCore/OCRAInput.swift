/// The data that goes into one OCRA computation, RFC 6287, section 5.1.
///
/// Held inline, and not checked against a suite yet.
public struct OCRAInput: Sendable {
    /// *C*, the counter both sides keep.
    public var counter: UInt64?

    /// The Unix time in seconds from which *T* is counted.
    public var unixTime: Int64?

    /// *Q* as it was typed or sent.
    let question: BoundedBytes<128>

    private(set) var pinHash: BoundedBytes<64>?
    private(set) var session: BoundedBytes<512>?

    /// Input with a challenge question, for a mutual computation both parties' questions one after the other.
    ///
    /// - Parameter question: ASCII text in the suite's format, up to 128 characters.
    /// - Throws: ``OCRAError/invalidQuestionLength(_:)``.
    public init(question: Span<UInt8>) throws(OCRAError) {
        guard let copy = BoundedBytes<128>(copying: question) else { throw .invalidQuestionLength(question.count) }
        self.question = copy
    }

    /// Input with a challenge question, for a mutual computation both parties' questions one after the other.
    ///
    /// - Parameter question: Text in the suite's format, up to 128 characters.
    /// - Throws: ``OCRAError/invalidQuestionLength(_:)``.
    public init(question: String) throws(OCRAError) {
        try self.init(question: question.utf8.span)
    }

    /// Adds *P*, the hash of the PIN under the suite's hash function for it: 20, 32 or 64 bytes.
    ///
    /// - Throws: ``OCRAError/invalidPINHashLength(_:)`` for more than 64 bytes.
    public mutating func setPINHash(_ bytes: Span<UInt8>) throws(OCRAError) {
        guard let copy = BoundedBytes<64>(copying: bytes) else { throw .invalidPINHashLength(bytes.count) }
        self.pinHash = copy
    }

    /// Adds *S*, information on the session, at most as many bytes as the suite says; shorter, zeros go before it.
    ///
    /// - Throws: ``OCRAError/invalidSessionLength(_:)`` for more than 512 bytes.
    public mutating func setSession(_ bytes: Span<UInt8>) throws(OCRAError) {
        guard let copy = BoundedBytes<512>(copying: bytes) else { throw .invalidSessionLength(bytes.count) }
        self.session = copy
    }

    /// Overwrites the hash of the PIN.
    public mutating func wipe() {
        self.pinHash?.wipe()
        self.pinHash = nil
    }
}

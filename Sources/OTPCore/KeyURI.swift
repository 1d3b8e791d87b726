/// A key as authenticator apps exchange it: `otpauth://totp/Issuer:account?secret=...`.
///
/// The format has no standard; this follows Google Authenticator's *Key Uri Format*. Whatever may change a code and is not
/// understood is refused, never guessed: apps add parameters of their own (`encoder=steam`, `t0`), so a name is passed over
/// only if it is known to be harmless, such as `image`. Label and issuer change no code: they are shown as they are where
/// they cannot be decoded.
public struct KeyURI: ~Copyable, Sendable {
    /// What the codes are made from.
    public enum MovingFactor: Sendable, Equatable {
        /// `totp`, with its `period` in seconds; 30 when not given.
        case time(step: UInt32)
        /// `hotp`, with the `counter` to go on from.
        case counter(UInt64)
    }

    /// Time or counter.
    public let movingFactor: MovingFactor

    /// The hash function; SHA-1 when not given.
    public let algorithm: HashAlgorithm

    /// 6 to 10; 6 when not given.
    public let digits: Int

    /// Who issued the key, from the parameter or else from the label.
    public let issuer: String?

    /// Whose key it is: the label without the issuer, percent-decoded where that is possible.
    public let account: String

    /// The shared secret.
    public var secret: SharedSecret

    /// A key from the text of its URI.
    ///
    /// - Throws: ``KeyURIError``, naming the part that is wrong; never a part of the secret.
    public init(parsing text: String) throws(KeyURIError) {
        let bytes = Array(text.utf8)
        let scheme = Array("otpauth://".utf8)
        guard bytes.count > scheme.count, KeyURI.equal(bytes[..<scheme.count], "otpauth://") else {
            throw .invalidScheme
        }
        let rest = bytes[scheme.count...]
        guard let question = rest.firstIndex(of: UInt8(ascii: "?")) else { throw .missingParameter(.secret) }
        let path = rest[..<question]
        let slash = path.firstIndex(of: UInt8(ascii: "/")) ?? path.endIndex
        let isCounter = KeyURI.equal(path[..<slash], "hotp")
        guard isCounter || KeyURI.equal(path[..<slash], "totp") else { throw .invalidType }

        var parameters = KeyURIParameters()
        // A fragment is no part of the query.
        let query = rest[(question + 1)...].prefix { $0 != UInt8(ascii: "#") }
        try parameters.read(query)

        let label = slash < path.endIndex ? path[(slash + 1)...] : path[path.endIndex...]
        let decodedLabel = percentDecoded(label) ?? Array(label)
        let colon = decodedLabel.firstIndex(of: UInt8(ascii: ":"))
        let account = colon.map { decodedLabel[($0 + 1)...].drop { $0 == UInt8(ascii: " ") } } ?? decodedLabel[...]
        let prefix = colon.map { decodedLabel[..<$0] }

        guard let secretText = parameters.secret else { throw .missingParameter(.secret) }
        let secret: SharedSecret
        do throws(SharedSecretError) {
            secret = try SharedSecret(base32: secretText.span)
        } catch {
            throw .invalidSecret(error)
        }
        if isCounter {
            guard let counter = parameters.counter else { throw .missingParameter(.counter) }
            self.movingFactor = .counter(counter)
        } else {
            self.movingFactor = .time(step: parameters.period ?? 30)
        }
        self.algorithm = parameters.algorithm ?? .sha1
        self.digits = parameters.digits ?? 6
        self.issuer = parameters.issuer ?? prefix.map { String(decoding: $0, as: UTF8.self) }
        self.account = String(decoding: account, as: UTF8.self)
        self.secret = secret
    }

    /// Whether ASCII text is the given word, in capitals or not.
    static func equal(_ text: ArraySlice<UInt8>, _ word: String) -> Bool {
        guard text.count == word.utf8.count else { return false }
        for (left, right) in zip(text, word.utf8) {
            let lowered = left >= UInt8(ascii: "A") && left <= UInt8(ascii: "Z") ? left + 32 : left
            guard lowered == right else { return false }
        }
        return true
    }
}

/// Why text is no ``KeyURI``.
public enum KeyURIError: Error, Equatable, Sendable {
    /// The parameters of a key URI that change a code.
    public enum Parameter: Sendable, Equatable {
        case secret
        case algorithm
        case digits
        case period
        case counter
    }

    /// Not `otpauth://`.
    case invalidScheme
    /// Neither `totp` nor `hotp`.
    case invalidType
    case missingParameter(Parameter)
    case repeatedParameter(Parameter)
    /// A value out of form or out of range.
    case invalidParameter(Parameter)
    case invalidSecret(SharedSecretError)
    /// A parameter that is not known, and may change the codes; the position of its name counts bytes of the text from 0.
    case unknownParameter(position: Int)
}

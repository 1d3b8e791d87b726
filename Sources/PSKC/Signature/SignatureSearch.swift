/// The first time through a file: finds *Signature* among the children of the container.
final class SignatureSearch {
    private let tokenizer: ExpatTokenizer
    private let limits: XMLLimits
    private var depth = 0
    private var scope = NamespaceScope()
    private var inherited: [(name: String, value: String)] = []
    private var containerID: String?
    private var tokens: [XMLToken] = []
    private var byteCount = 0
    private var position = PSKCPosition(line: 1, column: 1)
    private var isInside = false
    private var isFound = false

    init(limits: XMLLimits) throws(SignatureError) {
        guard let tokenizer = ExpatTokenizer(limits: limits) else { throw .outOfMemory }
        self.tokenizer = tokenizer
        self.limits = limits
    }

    func feed(_ chunk: Span<UInt8>, isFinal: Bool) throws(SignatureError) {
        try self.tokenizer.feed(chunk, isFinal: isFinal) { token in self.take(token) }
    }

    /// The signature that was found.
    func record() throws(SignatureError) -> SignatureRecord {
        guard self.isFound else { throw .notSigned }
        return try SignatureRecord(
            self.tokens,
            in: self.scope,
            inherited: self.inherited,
            containerID: self.containerID
        )
    }

    private func take(_ token: XMLToken) -> SignatureError? {
        if case .elementStarted(let name, let attributes, let position) = token {
            self.depth += 1
            self.position = position
            if self.depth == 1 {
                self.scope.declare(attributes)
                self.inherited = attributes.filter { attribute in attribute.name.prefixOfName == "xml" }
                self.containerID = attributes.first { attribute in attribute.name == "Id" }?.value
            }
            if self.depth == 2, SignatureName.isSignature(name, attributes, in: self.scope) {
                guard !self.isFound else { return .signedTwice }
                self.isInside = true
                self.isFound = true
            }
        }
        if self.isInside {
            self.byteCount += token.byteCount
            guard self.byteCount <= self.limits.bytesPerRecord else { return .file(.tooLarge(at: self.position)) }
            self.tokens.append(token)
        }
        if case .elementEnded = token {
            if self.depth == 2 { self.isInside = false }
            self.depth -= 1
        }
        return nil
    }
}

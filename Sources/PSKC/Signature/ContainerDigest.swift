import LibCrypto

/// The second time through a file: the digest of all but its signature.
final class ContainerDigest {
    private let tokenizer: ExpatTokenizer
    private let reference: SignatureReference
    private var canonicalizer: Canonicalizer
    private var digest: MessageDigest
    private var failure: LibCryptoFailure?
    private var depth = 0
    private var scope = NamespaceScope()
    private var isInSignature = false

    init(of reference: SignatureReference, limits: XMLLimits) throws(SignatureError) {
        guard let tokenizer = ExpatTokenizer(limits: limits) else { throw .outOfMemory }
        self.tokenizer = tokenizer
        self.reference = reference
        self.canonicalizer = Canonicalizer(reference.method)
        do {
            self.digest = try MessageDigest(reference.hash)
        } catch {
            throw .library(error)
        }
    }

    func feed(_ chunk: Span<UInt8>, isFinal: Bool) throws(SignatureError) {
        try self.tokenizer.feed(chunk, isFinal: isFinal) { token in
            self.take(token)
            return nil
        }
        self.canonicalizer.draw { bytes in
            do throws(LibCryptoFailure) {
                try self.digest.update(bytes)
            } catch {
                self.failure = error
            }
        }
        if let failure = self.failure { throw .library(failure) }
    }

    /// Compares the digest with the one that was signed.
    func check() throws(SignatureError) {
        let digest: [UInt8]
        do {
            digest = try self.digest.finalize()
        } catch {
            throw .library(error)
        }
        guard digest == self.reference.digest else { throw .changed }
    }

    private func take(_ token: XMLToken) {
        var isEndOfSignature = false
        switch token {
        case .elementStarted(let name, let attributes, _):
            self.depth += 1
            if self.depth == 1 { self.scope.declare(attributes) }
            if self.depth == 2, SignatureName.isSignature(name, attributes, in: self.scope) {
                self.isInSignature = true
            }
        case .elementEnded:
            isEndOfSignature = self.isInSignature && self.depth == 2
            self.depth -= 1
        case .characters:
            break
        case .comment, .instruction:
            if self.depth == 0, !self.reference.isWholeDocument { return }
        }
        if !self.isInSignature { self.canonicalizer.take(token) }
        if isEndOfSignature { self.isInSignature = false }
    }
}

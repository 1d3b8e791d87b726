import OTPCore
import Testing

/// How tests read what the vectors say.
enum Reading {
    static func algorithm(_ name: String) throws -> HashAlgorithm {
        switch name {
        case "sha1": .sha1
        case "sha256": .sha256
        case "sha512": .sha512
        default: try #require(nil, "unknown hash function \(name)")
        }
    }

    static func bytes(of digest: Digest) -> [UInt8] {
        (0..<digest.count).map { digest[$0] }
    }

    static func bytes(of secret: borrowing SharedSecret) -> [UInt8] {
        secret.withBytes { span in span.indices.map { span[$0] } }
    }

    /// An error as the vectors name it: `invalidCharacter(position: 3)`, `missingParameter(secret)`.
    static func name(of error: some Error) -> String {
        String(describing: error).replacing(/[A-Za-z]+\./, with: "")
    }

    /// The digest of a message that comes in pieces.
    static func digest(of pieces: [ArraySlice<UInt8>], _ algorithm: HashAlgorithm) -> [UInt8] {
        switch algorithm {
        case .sha1:
            var hash = SHA1()
            for piece in pieces { hash.update(piece.span) }
            return Self.bytes(of: hash.finalize())
        case .sha256:
            var hash = SHA256()
            for piece in pieces { hash.update(piece.span) }
            return Self.bytes(of: hash.finalize())
        case .sha512:
            var hash = SHA512()
            for piece in pieces { hash.update(piece.span) }
            return Self.bytes(of: hash.finalize())
        }
    }
}

package import LibCrypto

/// Why a container is not what the holder of a certificate has signed.
package enum SignatureError: Error, Equatable, Sendable, CustomStringConvertible {
    case notSigned
    case signedTwice

    /// The file cannot be read at all.
    case file(PSKCError)

    /// The signature lacks this element, or has something else in it.
    case element(String)

    /// An algorithm, a transform or a form of reference that is not supported.
    case unsupported(String, name: String)

    /// The signature covers something else than the whole container.
    case reference(String)

    /// The certificate's key is no key for the algorithm of the signature.
    case otherKindOfKey(algorithm: String)

    /// Made with another key, or changed; the subject of the certificate that the file itself carries, if there is one.
    case wrongSignature(carried: String?)

    /// The signature is right, and the container is not what was signed.
    case changed
    case library(LibCryptoFailure)
    case outOfMemory

    package var description: String {
        switch self {
        case .notSigned: "the file is not signed"
        case .signedTwice: "the file has more than one signature"
        case .file(let error): "\(error)"
        case .element(let name): "the signature has no usable <\(name)>"
        case .unsupported(let what, let name): "the signature's \(what) \(name) is not supported"
        case .reference(let uri): "the signature covers \"\(uri)\" and not the whole container"
        case .otherKindOfKey(let algorithm): "the certificate's key cannot have made a signature by \(algorithm)"
        case .wrongSignature(let carried?):
            "the signature was not made with the certificate's key; the file names \(carried) as its signer"
        case .wrongSignature(nil): "the signature was not made with the certificate's key"
        case .changed: "the file was changed after it was signed"
        case .library(let failure): "\(failure)"
        case .outOfMemory: "not enough memory to check the signature"
        }
    }
}

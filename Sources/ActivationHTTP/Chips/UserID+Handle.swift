import Activation
import OTPCore

extension UserID {
    /// The user handle, Web Authentication level 3, section 5.4.3: 32 bytes that tell an authenticator's finder nothing.
    var handle: [UInt8] {
        var hash = SHA256()
        hash.update("mitid-tokens user handle 1\0".utf8.span)
        hash.update(self.text.utf8.span)
        return hash.finalize().withBytes { digest in digest.indices.map { digest[$0] } }
    }
}

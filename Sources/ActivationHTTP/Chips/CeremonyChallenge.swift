import Activation
import LibCrypto

/// The challenge that a chip is asked to sign: 32 random bytes, Web Authentication level 3, section 13.4.3, and the user ID.
///
/// The answer carries it back, and with it whom it is about: whatever node takes the answer finds the holder's record.
struct CeremonyChallenge: Sendable {
    private static let randomByteCount = 32

    /// What is sent.
    let bytes: [UInt8]

    let userID: UserID

    /// A fresh one.
    init(for userID: UserID) throws(LibCryptoFailure) {
        self.bytes = try RandomBytes.array(count: Self.randomByteCount) + Array(userID.text.utf8)
        self.userID = userID
    }

    /// One that came back; nil if it names no user ID.
    init?(_ bytes: [UInt8]) {
        let name = bytes.dropFirst(Self.randomByteCount)
        guard let text = String(validating: name, as: UTF8.self), let userID = try? UserID(text) else { return nil }
        self.bytes = bytes
        self.userID = userID
    }

    /// What is kept of it.
    var kept: ChipChallenge { ChipChallenge(hashing: self.bytes.span) }
}

import FIDOAuthenticator
import ISO7816
import LibCrypto
import OTPCore
import Testing

/// What a relying party reads out of a registration, FIDO U2F raw message formats 1.2, section 4.3, and checks with it.
struct U2FRegistration {
    static let challenge = [UInt8](repeating: 0xC0, count: 32)
    static let application = [UInt8](repeating: 0xA0, count: 32)

    let publicKey: P256PublicKey
    let keyHandle: [UInt8]
    let isAttested: Bool

    init(_ response: ResponseAPDU) throws {
        try #require(response.statusWord == .success)
        let data = response.data
        try #require(data.count > 67)
        #expect(data[0] == 0x05)
        let publicKey = P256PublicKey(uncompressed: data.span.extracting(1..<66))
        self.publicKey = try #require(publicKey)
        let handleEnd = 67 + Int(data[66])
        self.keyHandle = Array(data[67..<handleEnd])
        // The certificate is a SEQUENCE with a length of two bytes; the signature is the rest.
        #expect(data[handleEnd...].starts(with: [0x30, 0x82]))
        let length = Int(data[handleEnd + 2]) << 8 | Int(data[handleEnd + 3])
        let certificateEnd = handleEnd + 4 + length
        let certificate = Certificate(der: data.span.extracting(handleEnd..<certificateEnd))
        let attestationKey = try #require(certificate?.publicKey)
        let signature = Array(data[certificateEnd...])
        var signed: [UInt8] = [0x00]
        signed += Self.application
        signed += Self.challenge
        signed += self.keyHandle
        signed += data[1..<66]
        self.isAttested = try attestationKey.isValid(
            encodedSignature: signature.span,
            for: Self.sha256(signed).span
        )
    }

    static func command() -> CommandAPDU {
        CommandAPDU(cla: 0, ins: 1, p1: 3, p2: 0, data: challenge + application, expectedLength: 65_536)
    }

    /// Asks for a signature.
    func authentication(control: UInt8 = 3, application: [UInt8] = Self.application) -> CommandAPDU {
        let handle = [UInt8(truncatingIfNeeded: self.keyHandle.count)] + self.keyHandle
        let data = Self.challenge + application + handle
        return CommandAPDU(cla: 0, ins: 2, p1: control, p2: 0, data: data, expectedLength: 256)
    }

    /// The user presence byte and the counter of an answer whose signature holds, section 5.4.
    func checked(_ response: ResponseAPDU) throws -> (userPresence: UInt8, counter: UInt32) {
        try #require(response.statusWord == .success)
        try #require(response.data.count > 5)
        let told = Array(response.data[..<5])
        let signature = Array(response.data[5...])
        let signed = Self.application + told + Self.challenge
        #expect(try self.publicKey.isValid(encodedSignature: signature.span, for: Self.sha256(signed).span))
        return (told[0], told[1...].reduce(0) { $0 << 8 | UInt32($1) })
    }

    private static func sha256(_ message: [UInt8]) -> [UInt8] {
        var hash = SHA256()
        hash.update(message.span)
        return hash.finalize().withBytes { digest in digest.indices.map { index in digest[index] } }
    }
}

import CanonicalCBOR
import FIDOAuthenticator
import FIDOMessages
import Testing

extension Platform {
    /// Sets a PIN on an authenticator that has none.
    mutating func setPIN(_ pin: String, _ number: Int64 = 2) throws {
        let session = try PINSession(number, with: &self)
        #expect(self.status(try session.setPIN(pin).message) == .success)
    }

    /// Tries a PIN and gives the status back.
    mutating func tryPIN(_ pin: String, _ number: Int64 = 2) throws -> CTAP2StatusCode {
        let session = try PINSession(number, with: &self)
        return self.status(try session.getToken(pin).message)
    }

    /// A token, to make pinUvAuthParams with.
    mutating func token(
        _ pin: String,
        _ permissions: Int64? = nil,
        rpID: String? = nil,
        _ number: Int64 = 2
    ) throws -> PlatformToken {
        let session = try PINSession(number, with: &self)
        let answer = try self.answer(try session.getToken(pin, permissions: permissions, rpID: rpID).message)
        let bytes = try session.decrypted([UInt8](try #require(answer[2]?.byteString)))
        #expect(bytes.count == 32)
        return PlatformToken(session: session, bytes: bytes)
    }

    /// How many tries getPINRetries tells.
    mutating func pinRetries() throws -> UInt64? {
        var request = Request(0x06)
        request[1] = .number(2)
        request[2] = .number(0x01)
        return try self.answer(request.message)[3]?.unsignedInteger
    }

    /// Registers a credential and has its attestation checked.
    mutating func register(_ request: Request = .makeCredential()) throws -> Registration {
        let registration = try Registration(try self.answer(request.message))
        #expect(registration.isAttested)
        return registration
    }

    mutating func authenticate(_ request: Request) throws -> Assertion {
        try Assertion(try self.answer(request.message))
    }
}

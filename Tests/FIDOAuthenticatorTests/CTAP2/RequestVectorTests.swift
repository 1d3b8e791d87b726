import FIDOAuthenticator
import FIDOMessages
import Testing
import VectorSupport

/// Every status that a single request can have of a new authenticator; CTAP 2.1, section 8.2.
struct RequestVectorTests {
    @Test(arguments: try VectorFile<CTAP2RequestGroup>.named("ctap2_request_test").cases)
    func aRequestHasTheStatusOfItsVector(_ vector: VectorCase<CTAP2RequestGroup>) throws {
        let profile = try #require(AuthenticatorProfile.named.first { $0.name == vector.group.profile })
        var platform = try Platform(profile)
        let status = platform.status(vector.test.request.bytes)
        #expect(Self.names[status.rawValue] == vector.test.expect ?? "success")
    }

    private static let names: [UInt8: String] = [
        0x00: "success", 0x01: "invalidCommand", 0x02: "invalidParameter", 0x03: "invalidLength",
        0x04: "invalidSequence", 0x11: "cborUnexpectedType", 0x12: "invalidCBOR", 0x14: "missingParameter",
        0x18: "largeBlobStorageFull", 0x26: "unsupportedAlgorithm", 0x2b: "unsupportedOption", 0x2c: "invalidOption",
        0x2e: "noCredentials", 0x30: "notAllowed", 0x33: "pinAuthInvalid", 0x35: "pinNotSet", 0x36: "pinRequired",
        0x37: "pinPolicyViolation", 0x39: "requestTooLarge", 0x3e: "invalidSubcommand",
    ]
}

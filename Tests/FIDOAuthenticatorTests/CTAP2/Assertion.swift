import CanonicalCBOR
import Testing

/// What getAssertion or getNextAssertion answered, read as a relying party does.
struct Assertion {
    let credentialID: [UInt8]
    let data: TokenData
    let userID: [UInt8]?
    let userName: String?
    let count: UInt64?
    let largeBlobKey: [UInt8]?

    private let signed: [UInt8]
    private let signature: [UInt8]

    init(_ answer: CBORMap) throws {
        self.credentialID = [UInt8](try #require(answer[1]?.map?["id"]?.byteString))
        let bytes = [UInt8](try #require(answer[2]?.byteString))
        self.data = try TokenData(bytes)
        self.signature = [UInt8](try #require(answer[3]?.byteString))
        self.signed = bytes + Platform.clientDataHash
        let user = answer[4]?.map
        self.userID = user?["id"]?.byteString.map { [UInt8]($0) }
        self.userName = user?["name"]?.textString.map { String(decoding: $0, as: UTF8.self) }
        self.count = answer[5]?.unsignedInteger
        self.largeBlobKey = answer[7]?.byteString.map { [UInt8]($0) }
    }

    /// Whether the signature is by the key that was registered.
    func isOf(_ registration: Registration) throws -> Bool {
        try registration.data.isSignature(self.signature, of: self.signed)
    }
}

/// Texts that are otpauth URIs, and texts that are not.
package struct KeyURIGroup: VectorGroup {
    package let source: String
    package let tests: [Test]

    package struct Key: Decodable, Sendable {
        /// `totp` or `hotp`.
        package let type: String
        package let secret: HexBytes
        package let algorithm: String
        package let digits: Int
        package let issuer: String?
        package let account: String
        package let timeStep: UInt32?
        package let counter: DecimalString<UInt64>?
    }

    package struct Test: VectorTest {
        package let tcId: Int
        package let comment: String
        package let result: VectorResult
        package let expect: String?
        package let text: String
        package let key: Key?
    }
}

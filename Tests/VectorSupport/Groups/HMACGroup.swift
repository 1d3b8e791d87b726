/// Keys, messages and authentication codes of HMAC over one hash function.
package struct HMACGroup: VectorGroup {
    package let source: String
    package let algorithm: String
    package let tests: [Test]

    package struct Test: VectorTest {
        package let tcId: Int
        package let comment: String
        package let result: VectorResult
        package let expect: String?
        package let key: HexBytes
        package let message: HexBytes
        /// The authentication code, or its first bytes where the source prints no more.
        package let code: HexBytes
    }
}

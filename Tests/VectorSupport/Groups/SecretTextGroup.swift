/// Texts that are shared secrets, and texts that are not.
package struct SecretTextGroup: VectorGroup {
    package let source: String
    /// `base32` or `hex`.
    package let encoding: String
    package let tests: [Test]

    package struct Test: VectorTest {
        package let tcId: Int
        package let comment: String
        package let result: VectorResult
        package let expect: String?
        package let text: String
        package let bytes: HexBytes?
    }
}

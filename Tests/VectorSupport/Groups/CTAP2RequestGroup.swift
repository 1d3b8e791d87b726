/// Single CTAP2 requests to a new authenticator, and their statuses.
package struct CTAP2RequestGroup: VectorGroup {
    package let source: String
    /// The name of the authenticator's profile.
    package let profile: String
    package let tests: [Test]

    package struct Test: VectorTest {
        package let tcId: Int
        package let comment: String
        package let result: VectorResult
        package let expect: String?
        package let request: HexBytes
    }
}

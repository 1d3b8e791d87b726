/// Messages and digests of one hash function.
package struct HashGroup: VectorGroup {
    package let source: String
    package let algorithm: String
    package let tests: [Test]

    package struct Test: VectorTest {
        package let tcId: Int
        package let comment: String
        package let result: VectorResult
        package let expect: String?
        package let message: HexBytes
        /// How often the message is fed, one after the other.
        package let repetitions: Int
        package let digest: HexBytes
    }
}

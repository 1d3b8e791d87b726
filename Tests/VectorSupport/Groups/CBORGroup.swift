/// Items of canonical CBOR, and bytes that are none.
package struct CBORGroup: VectorGroup {
    package let source: String
    package let tests: [Test]

    package struct Test: VectorTest {
        package let tcId: Int
        package let comment: String
        package let result: VectorResult
        package let expect: String?
        package let bytes: HexBytes
        /// The item in diagnostic notation, RFC 8949, section 8.
        package let diagnostic: String?
    }
}

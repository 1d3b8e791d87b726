/// Texts that are codes, and texts that are not.
package struct CodeTextGroup: VectorGroup {
    package let source: String
    package let tests: [Test]

    package struct Test: VectorTest {
        package let tcId: Int
        package let comment: String
        package let result: VectorResult
        package let expect: String?
        package let text: String
        package let value: UInt64?
    }
}

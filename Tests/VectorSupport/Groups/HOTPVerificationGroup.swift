/// Codes offered from an expected counter on, and the counter that each must match.
package struct HOTPVerificationGroup: VectorGroup {
    package let source: String
    package let algorithm: String
    package let digits: Int
    package let secret: HexBytes
    package let lookAhead: UInt32
    package let tests: [Test]

    package struct Test: VectorTest {
        package let tcId: Int
        package let comment: String
        package let result: VectorResult
        package let expect: String?
        package let counter: DecimalString<UInt64>
        package let code: String
        package let matchingCounter: DecimalString<UInt64>?
    }
}

/// Codes offered around an expected step, and the step that each must match.
package struct TOTPVerificationGroup: VectorGroup {
    package let source: String
    package let algorithm: String
    package let digits: Int
    package let secret: HexBytes
    package let window: Window
    package let tests: [Test]

    package struct Window: Decodable, Sendable {
        package let behind: UInt32
        package let ahead: UInt32
    }

    package struct Test: VectorTest {
        package let tcId: Int
        package let comment: String
        package let result: VectorResult
        package let expect: String?
        package let step: DecimalString<UInt64>
        package let code: String
        /// The last accepted step.
        package let after: DecimalString<UInt64>?
        package let matchingStep: DecimalString<UInt64>?
    }
}

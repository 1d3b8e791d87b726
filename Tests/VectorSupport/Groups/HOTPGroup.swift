/// Counters and HOTP values of one secret, RFC 4226.
package struct HOTPGroup: VectorGroup {
    package let source: String
    package let algorithm: String
    package let digits: Int
    package let secret: HexBytes
    package let tests: [Test]

    package struct Test: VectorTest {
        package let tcId: Int
        package let comment: String
        package let result: VectorResult
        package let expect: String?
        package let counter: DecimalString<UInt64>
        /// The HMAC of the counter, where the source prints it.
        package let hmac: HexBytes?
        /// The 31-bit number inside the HMAC, where the source prints it.
        package let truncated: UInt64?
        package let code: String
    }
}

/// Times, steps and TOTP values of one secret, RFC 6238.
package struct TOTPGroup: VectorGroup {
    package let source: String
    package let algorithm: String
    package let digits: Int
    package let secret: HexBytes
    package let timeStep: UInt32
    package let epoch: DecimalString<Int64>
    package let tests: [Test]

    package struct Test: VectorTest {
        package let tcId: Int
        package let comment: String
        package let result: VectorResult
        package let expect: String?
        package let unixTime: DecimalString<Int64>
        package let step: DecimalString<UInt64>?
        package let code: String?
    }
}

/// Data inputs and responses of one OCRA suite and secret, RFC 6287.
package struct OCRAGroup: VectorGroup {
    package let source: String
    package let suite: String
    package let secret: HexBytes
    package let tests: [Test]

    package struct Test: VectorTest {
        package let tcId: Int
        package let comment: String
        package let result: VectorResult
        package let expect: String?
        package let counter: DecimalString<UInt64>?
        package let question: String
        package let pinHash: HexBytes?
        package let session: HexBytes?
        package let unixTime: DecimalString<Int64>?
        package let response: String?
    }
}

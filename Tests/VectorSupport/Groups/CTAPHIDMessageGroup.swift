/// Messages and the packets that carry them, and packets that make none.
package struct CTAPHIDMessageGroup: VectorGroup {
    package let source: String
    package let tests: [Test]

    package struct Test: VectorTest {
        package let tcId: Int
        package let comment: String
        package let result: VectorResult
        package let expect: String?
        package let channel: HexBytes
        package let command: UInt8?
        package let payload: HexBytes?
        /// Reports of 64 bytes, without the zeros at their end.
        package let packets: [HexBytes]
    }
}

/// Commands to a card, as bytes and in their parts, and bytes that are none.
package struct APDUCommandGroup: VectorGroup {
    package let source: String
    package let tests: [Test]

    package struct Test: VectorTest {
        package let tcId: Int
        package let comment: String
        package let result: VectorResult
        package let expect: String?
        package let bytes: HexBytes
        package let command: Command?
    }

    package struct Command: Decodable, Sendable {
        package let cla: UInt8
        package let ins: UInt8
        package let p1: UInt8
        package let p2: UInt8
        package let data: HexBytes
        package let expectedLength: Int?
        package let isExtended: Bool
    }
}

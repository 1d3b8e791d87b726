/// Answers to reset, as bytes and in their parts, and bytes that are none.
package struct AnswerToResetGroup: VectorGroup {
    package let source: String
    package let tests: [Test]

    package struct Test: VectorTest {
        package let tcId: Int
        package let comment: String
        package let result: VectorResult
        package let expect: String?
        package let bytes: HexBytes
        package let answer: Answer?
    }

    package struct Answer: Decodable, Sendable {
        package let convention: String
        package let first: Interface
        package let groups: [Interface]
        package let historicalBytes: HexBytes
    }

    package struct Interface: Decodable, Sendable {
        package let `protocol`: UInt8?
        package let ta: UInt8?
        package let tb: UInt8?
        package let tc: UInt8?
    }
}

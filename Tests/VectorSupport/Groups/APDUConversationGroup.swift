/// Conversations of a reader with a card that echoes: commands in parts, and answers in parts.
package struct APDUConversationGroup: VectorGroup {
    package let source: String
    /// How many data bytes a chain may bring together.
    package let capacity: Int
    package let tests: [Test]

    package struct Test: VectorTest {
        package let tcId: Int
        package let comment: String
        package let result: VectorResult
        /// Conversations are all valid.
        package var expect: String? { nil }
        package let steps: [Step]

        private enum CodingKeys: CodingKey {
            case tcId
            case comment
            case result
            case steps
        }
    }

    package struct Step: Decodable, Sendable {
        package let send: HexBytes
        package let answer: HexBytes
    }
}

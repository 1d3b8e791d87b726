/// What a token does on each report, and when time passes.
package struct CTAPHIDConversationGroup: VectorGroup {
    package let source: String
    /// The token's version in three bytes.
    package let version: HexBytes
    package let capabilities: UInt8
    /// In milliseconds.
    package let messageTimeout: UInt64
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
        /// `report`, `timePassed` or `reply`.
        package let event: String
        /// In milliseconds.
        package let at: UInt64
        package let report: HexBytes?
        package let payload: HexBytes?
        /// `nothing`, `answer`, `wink`, `carryOut`, `cancel` or `abort`.
        package let does: String
        package let answers: [HexBytes]
    }
}

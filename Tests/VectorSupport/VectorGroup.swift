/// Tests that share parameters and a source.
package protocol VectorGroup: Decodable, Sendable {
    associatedtype Test: VectorTest

    /// Where the values come from: a clause of a standard, or how they were computed.
    var source: String { get }
    var tests: [Test] { get }
}

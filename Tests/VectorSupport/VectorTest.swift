/// One vector: a single scenario and its outcome.
package protocol VectorTest: Decodable, Sendable {
    /// Unique and ascending over the file.
    var tcId: Int { get }
    var comment: String { get }
    var result: VectorResult { get }
    /// For an invalid vector, the name of the error or refusal that must come of it.
    var expect: String? { get }
}

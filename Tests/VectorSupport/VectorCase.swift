/// One vector with the parameters of its group, as a test takes it for an argument.
package struct VectorCase<Group: VectorGroup>: Sendable, CustomStringConvertible {
    /// The name of the vector file, without `.json`.
    package let file: String
    package let group: Group
    package let test: Group.Test

    /// What a failing test prints: where to look the vector up.
    package var description: String {
        "\(self.file) tcId \(self.test.tcId): \(self.test.comment)"
    }
}

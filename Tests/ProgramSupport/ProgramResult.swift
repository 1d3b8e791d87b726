/// What a program that has ended left behind.
package struct ProgramResult: Equatable, Sendable {
    package let status: Int32
    package let output: String
    package let error: String

    /// The lines of standard output.
    package var lines: [String] {
        self.output.split(separator: "\n").map(String.init)
    }
}

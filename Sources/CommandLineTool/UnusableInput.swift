/// A request or an input that a tool cannot use: one line on standard error, exit status 2.
package struct UnusableInput: Error, Equatable, CustomStringConvertible {
    /// What is wrong and where, without the tool's name, a full stop or a secret.
    package let description: String

    package init(_ description: String) {
        self.description = description
    }
}

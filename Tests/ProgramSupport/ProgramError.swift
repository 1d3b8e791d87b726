/// A program that should be there and is not.
package struct ProgramError: Error, CustomStringConvertible {
    package let description: String

    package init(_ description: String) {
        self.description = description
    }
}

/// A place in a file: line from 1, column from 1, in bytes.
package struct PSKCPosition: Equatable, Sendable, CustomStringConvertible {
    package let line: Int
    package let column: Int

    package init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    package var description: String { "line \(self.line), column \(self.column)" }
}

/// The hash of a password as it is stored: a line this module carries and never reads.
///
/// It prints as nothing, so that a record in a log does not take it along.
package struct StoredPassword: Equatable, Sendable, CustomStringConvertible {
    package let encoded: String

    package init(encoded: String) {
        self.encoded = encoded
    }

    package var description: String { "(not shown)" }
}

/// Lists of columns as statements have them.
package enum SQLText {
    /// The form `a, b, c`.
    package static func list(_ columns: [String]) -> String {
        columns.joined(separator: ", ")
    }

    /// The form `$1, $2, $3`, as PostgreSQL numbers its parameters.
    package static func numbers(_ count: Int) -> String {
        (1...count).map { "$\($0)" }.joined(separator: ", ")
    }

    /// The form `?, ?, ?`, as SQLite takes them.
    package static func marks(_ count: Int) -> String {
        Array(repeating: "?", count: count).joined(separator: ", ")
    }

    /// The form `a = $2, b = $3`, from a number on.
    package static func assignments(_ columns: [String], from first: Int) -> String {
        columns.enumerated().map { "\($1) = $\(first + $0)" }.joined(separator: ", ")
    }

    /// The form `a = ?, b = ?`.
    package static func assignments(_ columns: [String]) -> String {
        columns.map { "\($0) = ?" }.joined(separator: ", ")
    }
}

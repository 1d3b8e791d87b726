/// What a column of a database takes.
package enum ColumnValue: Equatable, Sendable {
    case null
    case integer(Int64)
    case text(String)
    case bytes([UInt8])

    package init(_ number: Int64?) {
        self = number.map { .integer($0) } ?? .null
    }

    package init(_ text: String?) {
        self = text.map { .text($0) } ?? .null
    }

    package init(_ bytes: [UInt8]?) {
        self = bytes.map { .bytes($0) } ?? .null
    }
}

/// Why a table cannot be read, or not without guessing.
package enum KeyTableFault: Equatable, Sendable, CustomStringConvertible {
    /// A file of another kind, with what could be done about it.
    case anotherFormat(String)

    /// The first row has no comma, semicolon or tab.
    case noDelimiter

    /// The first row can be taken apart in more than one way.
    case severalDelimiters
    case unknownColumn(String)

    /// Two columns that may both be what this program calls so.
    case columnTwice(String)
    case columnMissing(String)

    /// The first row has no column names that are known, and is no serial number with a seed.
    case noHead
    case openQuote
    case quoteInText
    case textAfterQuote

    package var description: String {
        switch self {
        case .anotherFormat(let text): text
        case .noDelimiter: "no key container, and no table: the first row has no comma, semicolon or tab"
        case .severalDelimiters: "the first row can be taken apart in more than one way: keep one delimiter"
        case .unknownColumn(let name): "the column \"\(name)\" is not known: leave it out, or rename it"
        case .columnTwice(let name): "a second column that may be the \(name)"
        case .columnMissing(let name): "no column for the \(name)"
        case .noHead:
            "neither names of columns nor a serial number, a seed and, if at all, hotp or totp, digits, and time step or "
                + "counter"
        case .openQuote: "a quotation mark that is never closed"
        case .quoteInText: "a quotation mark inside a field that does not start with one"
        case .textAfterQuote: "text between a closing quotation mark and the delimiter"
        }
    }
}

import CommandLineTool
import PostgresTokenStore

/// Where the records are, as `--store` names it.
enum StoreLocation: CustomStringConvertible, Sendable {
    case sqlite(path: String)
    case postgres(PostgresAddress)

    /// - Throws: For anything but `sqlite:PATH` and `postgres://…`, and for options of the latter that cannot be used.
    init(argument text: String) throws(UnusableInput) {
        do {
            self = .postgres(try PostgresAddress(text))
            return
        } catch {
            switch error {
            case .unusable(let reason): throw UnusableInput("--store postgres://...: \(reason)")
            case .otherScheme: break
            }
        }
        let path = text.hasPrefix("sqlite:") ? String(text.dropFirst("sqlite:".count)) : ""
        guard !path.isEmpty, !path.utf8.contains(0) else { throw UnusableInput(Self.forms) }
        self = .sqlite(path: path)
    }

    private static let forms = "--store takes sqlite:PATH or postgres://HOST/DATABASE"

    /// A file in the user's state folder.
    static var standard: StoreLocation { .sqlite(path: StateFolder.path + "/activation.sqlite") }

    /// The place in a form that may be shown.
    var description: String {
        switch self {
        case .sqlite(let path): "sqlite:\(path)"
        case .postgres(let address): address.description
        }
    }

    /// Where its keys are unless told otherwise; nil where there is no place beside it.
    var standardKeyFile: String? {
        switch self {
        case .sqlite(let path): path + ".keys"
        case .postgres: nil
        }
    }
}

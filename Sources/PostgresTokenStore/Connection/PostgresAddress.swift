import CPostgres

/// Where a database is, as `postgres://` names it, with whatever libpq takes in such a text.
///
/// Only ``description`` may be shown: the text itself may hold a password.
package struct PostgresAddress: Sendable, CustomStringConvertible {
    /// Given to libpq and to nobody else.
    let connectionText: String

    /// Host, port and database; no password, no user.
    package let description: String

    /// Nil for anything but a `postgres://` or `postgresql://` address that libpq understands.
    ///
    /// libpq says why; it might repeat a password when it does, so its reason goes nowhere.
    package init?(_ text: String) {
        guard text.hasPrefix("postgres://") || text.hasPrefix("postgresql://"), !text.utf8.contains(0) else {
            return nil
        }
        guard let options = unsafe PQconninfoParse(text, nil) else { return nil }
        defer { unsafe PQconninfoFree(options) }
        var named: [String: String] = [:]
        var option = unsafe options
        while let keyword = unsafe option.pointee.keyword {
            if let value = unsafe option.pointee.val {
                unsafe named[String(cString: keyword)] = String(cString: value)
            }
            unsafe option = option.successor()
        }
        let host = named["host"] ?? named["hostaddr"] ?? ""
        let port = named["port"].map { ":\($0)" } ?? ""
        self.connectionText = text
        self.description = "postgres://\(host)\(port)/\(named["dbname"] ?? "")"
    }
}

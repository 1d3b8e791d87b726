import CPostgres
import Foundation

/// The location of a database: a `postgres://` address with libpq's options, of one server or of several.
///
/// An option that the address does not name may come from libpq's environment variables or its service file. What none of
/// them says has a default here that libpq does not have: a connection is made within ``connectLimit``, a lost line is found
/// within seconds, and only a server that takes changes is used.
///
/// Only ``description`` may be shown: the text itself may hold a password.
package struct PostgresAddress: Sendable, CustomStringConvertible {
    /// Which of the servers may be used, option `target_session_attrs`.
    enum Target: String, Sendable {
        case any
        case primary
        case readWrite = "read-write"
    }

    /// Given to libpq and to nobody else.
    let connectionText: String

    /// The servers, in the order in which they are tried; at least one.
    let hosts: [PostgresHost]

    let target: Target

    /// How long one server may take to accept a connection.
    let connectLimit: Duration

    /// Options of TCP that nobody has set, by their names.
    let defaults: [String: String]

    /// Hosts, ports and database; no password, no user.
    package let description: String

    /// - Throws: ``PostgresAddressError`` if the text is no such address, or an option in it cannot be used.
    package init(_ text: String) throws(PostgresAddressError) {
        guard text.hasPrefix("postgres://") || text.hasPrefix("postgresql://"), !text.utf8.contains(0) else {
            throw .otherScheme
        }
        let given = try PostgresOptions(parsing: text)
        let options = try PostgresOptions(inEffectFor: text)
        try options.checkNumbers()
        self.connectionText = text
        self.hosts = try PostgresHost.list(options)
        self.target = try Self.target(
            given["target_session_attrs"] ?? ProcessInfo.processInfo.environment["PGTARGETSESSIONATTRS"]
        )
        // libpq waits without limit for 0; here nothing does.
        let seconds = options.number("connect_timeout").flatMap { $0 > 0 ? $0 : nil }
        self.connectLimit = .seconds(seconds ?? 2)
        self.defaults = Self.tcpDefaults.filter { options[$0.key] == nil }
        let places = self.hosts.map(\.description).joined(separator: ",")
        self.description = "postgres://\(places)/\(options["dbname"] ?? "")"
    }

    /// A peer that is gone is noticed after 5 s with something sent, and after 5 + 3 × 2 s with nothing sent.
    private static let tcpDefaults = [
        "tcp_user_timeout": "5000", "keepalives_idle": "5", "keepalives_interval": "2", "keepalives_count": "3",
    ]

    private static func target(_ text: String?) throws(PostgresAddressError) -> Target {
        guard let text else { return .readWrite }
        if let target = Target(rawValue: text) { return target }
        guard ["read-only", "standby", "prefer-standby"].contains(text) else {
            throw .unusable(reason: "invalid target_session_attrs value: \"\(text)\"")
        }
        throw .unusable(reason: "target_session_attrs=\(text): a store needs a server that takes changes")
    }
}

/// A text that is not the address of a database.
package enum PostgresAddressError: Error, Equatable, Sendable {
    /// It does not begin with `postgres://` or `postgresql://`.
    case otherScheme

    /// It has a part that cannot be used; the reason is libpq's, without what might be a password.
    case unusable(reason: String)
}

/// libpq's options by their names; no password is among them.
struct PostgresOptions {
    private static let numbers = [
        "connect_timeout", "keepalives", "keepalives_idle", "keepalives_interval", "keepalives_count",
        "tcp_user_timeout",
    ]

    private var values: [String: String] = [:]

    /// The options that an address names.
    init(parsing text: String) throws(PostgresAddressError) {
        var message: UnsafeMutablePointer<CChar>?
        guard let options = unsafe PQconninfoParse(text, &message) else {
            let reason = unsafe message.map { unsafe String(cString: $0) } ?? "there is no memory for it"
            unsafe PQfreemem(message)
            throw .unusable(reason: Self.shown(reason, of: text))
        }
        defer { unsafe PQconninfoFree(options) }
        unsafe self.read(options)
    }

    /// The options in effect: those that an address names, then the environment's, the service file's and libpq's defaults.
    init(inEffectFor text: String) throws(PostgresAddressError) {
        let refused = "not a session"
        guard let connection = unsafe connectionThatChecksOptions(text, refused) else {
            throw .unusable(reason: "there is no memory for it")
        }
        defer { unsafe PQfinish(connection) }
        let message = unsafe String(cString: PQerrorMessage(connection))
        guard message.contains("\"\(refused)\"") else {
            let password = unsafe PQpass(connection).map { unsafe String(cString: $0) } ?? ""
            let reason = message.trimmingCharacters(in: .whitespacesAndNewlines)
            throw .unusable(reason: password.isEmpty ? reason : reason.replacing(password, with: "…"))
        }
        guard let options = unsafe PQconninfo(connection) else { throw .unusable(reason: "there is no memory for it") }
        defer { unsafe PQconninfoFree(options) }
        unsafe self.read(options)
    }

    subscript(name: String) -> String? { self.values[name] }

    func number(_ name: String) -> Int? {
        self.values[name].flatMap { Int($0.trimmingCharacters(in: .whitespaces)) }
    }

    /// libpq reads these as late as it uses them.
    func checkNumbers() throws(PostgresAddressError) {
        for name in Self.numbers {
            guard let text = self.values[name], self.number(name).flatMap({ Int32(exactly: $0) }) == nil else {
                continue
            }
            throw .unusable(reason: "invalid integer value \"\(text)\" for connection option \"\(name)\"")
        }
    }

    private mutating func read(_ options: UnsafeMutablePointer<PQconninfoOption>) {
        var option = unsafe options
        while let keyword = unsafe option.pointee.keyword {
            let name = unsafe String(cString: keyword)
            if let value = unsafe option.pointee.val, !name.hasSuffix("password") {
                unsafe self.values[name] = String(cString: value)
            }
            unsafe option = option.successor()
        }
    }

    /// libpq's reason without the quotations that might hold a password: of these, only the name of an option is kept.
    private static func shown(_ reason: String, of text: String) -> String {
        let query = text.split(separator: "?", maxSplits: 1).dropFirst().first ?? ""
        let names = query.split(separator: "&").compactMap { $0.split(separator: "=").first }
        let pieces = reason.trimmingCharacters(in: .whitespacesAndNewlines).split(
            separator: "\"",
            omittingEmptySubsequences: false
        )
        return pieces.enumerated().map { index, piece in
            guard !index.isMultiple(of: 2) else { return String(piece) }
            return names.contains(piece) || piece.count < 2 ? "\"\(piece)\"" : "\"…\""
        }.joined()
    }
}

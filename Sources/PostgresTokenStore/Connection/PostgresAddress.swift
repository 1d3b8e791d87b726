import CPostgres
import Foundation

/// The location of a database: a `postgres://` address of one or several servers, with libpq's options.
///
/// Options that are not in the address may come from libpq's environment variables or its service file. Where none of them sets
/// an option, some have another default than in libpq: a connection is made within ``connectLimit``, a lost line is noticed
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

    /// The text for libpq; it may hold a password.
    let connectionText: String

    /// The servers, in the order in which they are tried; at least one.
    let hosts: [PostgresHost]

    let target: Target

    /// How long one server may take to accept a connection.
    let connectLimit: Duration

    /// Our values of the TCP options that are not set, by name.
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
        // 0 means no limit in libpq.
        let seconds = options.number("connect_timeout").flatMap { $0 > 0 ? $0 : nil }
        self.connectLimit = .seconds(seconds ?? 2)
        self.defaults = Self.tcpDefaults.filter { options[$0.key] == nil }
        let places = self.hosts.map(\.description).joined(separator: ",")
        self.description = "postgres://\(places)/\(options["dbname"] ?? "")"
    }

    /// A lost peer is noticed after 5 s if something was sent, and after 5 + 3 × 2 s if not.
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

    /// A part of it cannot be used; the reason is libpq's, without anything that might be a password.
    case unusable(reason: String)
}

/// libpq's options by their names; no password is among them.
struct PostgresOptions {
    private static let numbers = [
        "connect_timeout", "keepalives", "keepalives_idle", "keepalives_interval", "keepalives_count",
        "tcp_user_timeout",
    ]

    private var values: [String: String] = [:]

    /// The options in an address.
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

    /// The options in effect: those of an address, of the environment, of the service file, and libpq's defaults.
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

    /// Checks the numbers, which libpq reads only when it uses them.
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

    /// libpq's reason; of the quoted parts, which may hold a password, only names of options are kept.
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

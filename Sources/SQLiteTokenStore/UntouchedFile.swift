import Activation
import CSQLite
import GRDB
import Glibc
import TokenRows

/// A store's file that is only read: nothing is written into it or into the files beside it, and none is made.
///
/// SQLite's own read-only mode still makes an index (`-shm`) for a log, and a log for a file that has none
/// (sqlite.org/wal.html, "Read-Only Databases"). So the file is opened according to what is beside it.
struct UntouchedFile: Sendable {
    private enum Neighbours {
        /// All that is stored is in the file.
        case none
        /// A log with its index, as a running service has them and a killed one leaves them.
        case logWithIndex
        /// A log alone, as a copy may have it.
        case logAlone
    }

    /// Without symbolic links: SQLite looks for the log beside the file itself.
    let path: String

    private let neighbours: Neighbours
    private let versions: [Version?]

    /// - Throws: ``Activation/TokenStoreError`` if there is no such file.
    init(_ path: String) throws(TokenStoreError) {
        guard let resolved = unsafe realpath(path, nil) else { throw .noStore }
        defer { unsafe free(resolved) }
        self.path = unsafe String(cString: resolved)
        self.versions = Self.versions(of: self.path)
        let hasLog = self.versions[1] != nil
        let hasIndex = Version(self.path + "-shm") != nil
        self.neighbours =
            hasLog && hasIndex ? .logWithIndex : self.versions[1]?.isEmpty ?? true ? .none : .logAlone
    }

    /// Configuration of each connection before its first statement.
    var configuration: Configuration {
        var configuration = Configuration()
        configuration.readonly = true
        let isAlone = self.neighbours == .logAlone
        configuration.prepareDatabase { database in
            if let connection = unsafe database.sqliteConnection { _ = unsafe keepLogOnClose(connection) }
            // With this the index is kept in memory (sqlite.org/wal.html, "Use of WAL Without Shared-Memory").
            if isAlone { try database.execute(sql: "PRAGMA locking_mode = EXCLUSIVE") }
        }
        return configuration
    }

    /// Opens the file.
    func open(_ configuration: Configuration) throws -> DatabasePool {
        // Without effect once SQLite is in use; most builds of SQLite allow URIs anyway.
        _ = allowURIs()
        return try DatabasePool(path: self.uri, configuration: configuration)
    }

    /// Throws if another process has changed the file while it was read without locks.
    func check() throws(TokenStoreError) {
        guard self.neighbours != .logWithIndex, Self.versions(of: self.path) != self.versions else { return }
        throw .unavailable(reason: "another process has changed the store while it was read; run the command again")
    }

    /// The file with how it is opened, sqlite.org/uri.html.
    private var uri: String {
        let options =
            switch self.neighbours {
            case .none: "immutable=1"
            case .logWithIndex: "readonly_shm=1"
            // What the mode above locks cannot be locked in a file that is opened for reading.
            case .logAlone: "vfs=unix-none"
            }
        return "file://\(Self.escaped(self.path))?mode=ro&\(options)"
    }

    private static func escaped(_ path: String) -> String {
        var text = ""
        for byte in path.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "-"):
                text.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                text += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
            }
        }
        return text
    }

    /// The versions of the file and of its log.
    private static func versions(of path: String) -> [Version?] { [Version(path), Version(path + "-wal")] }

    /// Properties that change when a file is written.
    private struct Version: Equatable {
        let inode: UInt64
        let size: Int
        let seconds: Int
        let nanoseconds: Int

        var isEmpty: Bool { self.size == 0 }

        /// Nil if there is no file.
        init?(_ path: String) {
            var status = stat()
            guard unsafe stat(path, &status) == 0 else { return nil }
            self.inode = UInt64(status.st_ino)
            self.size = Int(status.st_size)
            self.seconds = status.st_mtim.tv_sec
            self.nanoseconds = status.st_mtim.tv_nsec
        }
    }
}

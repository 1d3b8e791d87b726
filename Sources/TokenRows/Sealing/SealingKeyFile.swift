import LibCrypto
import Synchronization

/// The keys in a file that its owner alone may read, read again when the file has been replaced.
///
/// A service and the command that rotates keys share the file: whoever meets a key it does not know looks whether there is
/// a newer file.
package final class SealingKeyFile: Sendable {
    private struct Loaded {
        let keys: SealingKeys
        let version: FileVersion
    }

    package let path: String

    private let loaded: Mutex<Loaded>

    /// Reads the keys of an existing file.
    ///
    /// - Throws: ``SealingKeyFileError``.
    package init(path: String) throws(SealingKeyFileError) {
        self.path = PrivateFile.resolved(path)
        self.loaded = Mutex(try Self.load(self.path))
    }

    private init(path: String, loaded: Loaded) {
        self.path = path
        self.loaded = Mutex(loaded)
    }

    /// A file that does not exist, for a store that is only read: its key is fresh, and no store has registered it.
    package static func forReading() throws(SealingKeyFileError) -> SealingKeyFile {
        do {
            return SealingKeyFile(path: "", loaded: Loaded(keys: try SealingKeys.random(), version: FileVersion()))
        } catch {
            throw .library(error)
        }
    }

    /// Makes a file with one fresh key; an existing file stays as it is and is an error.
    package static func create(path: String) throws(SealingKeyFileError) {
        let keys: SealingKeys
        do {
            keys = try SealingKeys.random()
        } catch {
            throw .library(error)
        }
        try PrivateFile.write(keys, to: path, replacing: false)
    }

    /// Replaces the keys durably and reads them back; another reader sees the old file or the new one.
    ///
    /// Only for the owner of the ``KeyFileLock``: of two changes at once one would be lost.
    package func replace(with keys: SealingKeys) throws(SealingKeyFileError) {
        try PrivateFile.write(keys, to: self.path, replacing: true)
        guard try self.reload().hasSameKeys(as: keys) else {
            throw .unwritable("another program has changed it meanwhile")
        }
    }

    /// Reads the file anew.
    ///
    /// - Throws: ``SealingKeyFileError``; ``keys`` then still gives the keys that were read before.
    @discardableResult
    package func reload() throws(SealingKeyFileError) -> SealingKeys {
        let fresh = try Self.load(self.path)
        self.loaded.withLock { $0 = fresh }
        return fresh.keys
    }

    /// The keys as the file has them now; those last read, if it cannot be read any more.
    package var keys: SealingKeys {
        self.loaded.withLock { loaded in
            guard let version = FileVersion(path: self.path), version != loaded.version else { return loaded.keys }
            if let fresh = try? Self.load(self.path) { loaded = fresh }
            return loaded.keys
        }
    }

    /// The key of a number, after a second look at the file if need be.
    func key(_ id: Int64) -> SealingKey? {
        self.loaded.withLock { $0.keys.keys[id] } ?? self.keys.keys[id]
    }

    private static func load(_ path: String) throws(SealingKeyFileError) -> Loaded {
        try PrivateFile.read(path, limit: SealingKeys.byteLimit) { version, text throws(SealingKeyFileError) in
            Loaded(keys: try SealingKeys(parsing: text), version: version)
        }
    }
}

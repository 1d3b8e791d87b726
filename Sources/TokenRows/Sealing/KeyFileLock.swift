import Glibc

/// A lock on a key file, held by one process of a machine at a time: `flock(2)` on a file beside it.
///
/// The key file itself cannot carry the lock, because it is replaced by each change. The system releases the lock when the
/// process ends, in whatever way.
struct KeyFileLock: ~Copyable, Sendable {
    private let descriptor: CInt

    /// Waits until no other process has the lock.
    ///
    /// - Throws: ``SealingKeyFileError`` if the file beside the key file cannot be made.
    static func acquire(
        for keyFile: SealingKeyFile,
        waiting: () -> Void = {}
    ) async throws -> KeyFileLock {
        let lock = try KeyFileLock(path: "\(keyFile.path).lock")
        var hasWaited = false
        while try !lock.isAcquired() {
            if !hasWaited { waiting() }
            hasWaited = true
            try await Task.sleep(for: .milliseconds(20))
        }
        return lock
    }

    private init(path: String) throws(SealingKeyFileError) {
        self.descriptor = unsafe Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard self.descriptor >= 0 else { throw .unwritable("\(path): \(PrivateFile.lastError)") }
    }

    private borrowing func isAcquired() throws(SealingKeyFileError) -> Bool {
        if flock(self.descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
        guard errno == EWOULDBLOCK || errno == EINTR else {
            throw .unwritable("it cannot be locked: \(PrivateFile.lastError)")
        }
        return false
    }

    borrowing func release() {
        flock(self.descriptor, LOCK_UN)
    }

    deinit {
        Glibc.close(self.descriptor)
    }
}

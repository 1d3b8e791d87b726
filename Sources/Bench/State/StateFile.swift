import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The few things a state directory does with files, each as one call that says what failed.
///
/// The directory may be where others can write beside it, in /tmp for example: no symbolic link is followed, and nothing is
/// read or written that belongs to somebody else.
package enum StateFile {
    /// Makes a directory that only its owner can look into; one that is there stays as it is, if nobody else may change it.
    static func makeDirectory(_ path: String) throws(StoreError) {
        if unsafe mkdir(path, 0o700) == 0 { return }
        guard errno == EEXIST else { throw Self.failure(path, "cannot be made") }
        try Self.checkDirectory(path)
    }

    /// Makes the state directory itself, which may be reached through a link of its owner's; the path without that link.
    static func makeRoot(_ path: String) throws(StoreError) -> String {
        var status = stat()
        guard unsafe lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFLNK else {
            try Self.makeDirectory(path)
            return path
        }
        guard status.st_uid == geteuid() else { throw .failed(path: path, reason: "is another user's symbolic link") }
        guard let resolved = unsafe realpath(path, nil) else { throw Self.failure(path, "cannot be opened") }
        defer { unsafe free(resolved) }
        let real = unsafe String(cString: resolved)
        try Self.makeDirectory(real)
        return real
    }

    private static func checkDirectory(_ path: String) throws(StoreError) {
        var status = stat()
        guard unsafe lstat(path, &status) == 0 else { throw Self.failure(path, "cannot be opened") }
        guard status.st_mode & S_IFMT == S_IFDIR else { throw .failed(path: path, reason: "is no directory") }
        try Self.checkOwner(status, of: path)
    }

    /// Files and folders that others own or may change are not this program's state.
    private static func checkOwner(_ status: stat, of path: String) throws(StoreError) {
        guard status.st_uid == geteuid() else { throw .failed(path: path, reason: "belongs to another user") }
        guard status.st_mode & 0o022 == 0 else {
            throw .failed(path: path, reason: "may be changed by other users; chmod go-w takes that from them")
        }
    }

    package static func read(_ path: String) throws(StoreError) -> [UInt8] {
        // A pipe would wait for a writer.
        let file = try Self.open(path, O_RDONLY | O_NONBLOCK)
        defer { try? file.close() }
        do {
            return [UInt8](try file.readToEnd() ?? Data())
        } catch {
            throw .failed(path: path, reason: "cannot be read")
        }
    }

    /// Writes a file that is not yet in place.
    package static func write(_ path: String, _ bytes: [UInt8]) throws(StoreError) {
        // What is there is a draft that was cut off, or not ours: it goes, whatever it points to stays.
        try Self.remove(path)
        let file = try Self.open(path, O_WRONLY | O_CREAT | O_EXCL)
        do {
            defer { try? file.close() }
            try file.write(contentsOf: Data(bytes))
        } catch {
            throw .failed(path: path, reason: "cannot be written")
        }
    }

    /// Makes what a file holds durable.
    package static func synchronize(_ path: String) throws(StoreError) {
        let file = try Self.open(path, O_WRONLY)
        defer { try? file.close() }
        guard fsync(file.fileDescriptor) == 0 else { throw Self.failure(path, "cannot be synchronised") }
    }

    package static func move(_ path: String, to other: String) throws(StoreError) {
        guard unsafe rename(path, other) == 0 else { throw Self.failure(path, "cannot be moved to \(other)") }
    }

    static func remove(_ path: String) throws(StoreError) {
        guard unsafe unlink(path) != 0, errno != ENOENT else { return }
        throw Self.failure(path, "cannot be removed")
    }

    /// Whether anything has this name, be it a link to nothing.
    package static func isThere(_ path: String) -> Bool {
        var status = stat()
        return unsafe lstat(path, &status) == 0
    }

    /// Makes everything durable that any program has written: one wait for many files.
    static func synchronizeEverything() {
        sync()
    }

    /// Makes the names in a directory durable, which the files' own synchronisation does not.
    static func synchronize(directory path: String) throws(StoreError) {
        let directory = try Self.open(path, O_RDONLY | O_DIRECTORY)
        defer { try? directory.close() }
        guard fsync(directory.fileDescriptor) == 0 else { throw Self.failure(path, "cannot be synchronised") }
    }

    /// Opens a file that only its owner can read, never through a symbolic link.
    static func open(_ path: String, _ flags: Int32) throws(StoreError) -> FileHandle {
        let flags = flags | O_CLOEXEC | O_NOFOLLOW
        #if canImport(Glibc)
        let descriptor = unsafe Glibc.open(path, flags, 0o600)
        #elseif canImport(Musl)
        let descriptor = unsafe Musl.open(path, flags, 0o600)
        #else
        let descriptor = unsafe Darwin.open(path, flags, 0o600)
        #endif
        guard descriptor >= 0 else {
            if errno == ELOOP { throw .failed(path: path, reason: "is a symbolic link, which is not followed") }
            throw Self.failure(path, "cannot be opened")
        }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw Self.failure(path, "cannot be opened") }
        let kind = status.st_mode & S_IFMT
        guard kind == S_IFREG || (kind == S_IFDIR && flags & O_DIRECTORY != 0) else {
            throw .failed(path: path, reason: "is no file")
        }
        try Self.checkOwner(status, of: path)
        return file
    }

    private static func failure(_ path: String, _ what: String) -> StoreError {
        let reason = unsafe String(cString: strerror(errno))
        return .failed(path: path, reason: "\(what) (\(reason))")
    }
}

import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The few things a state directory does with files, each as one call that says what failed.
enum StateFile {
    /// Makes a directory that only its owner can look into; one that is there stays as it is.
    static func makeDirectory(_ path: String) throws(StoreError) {
        guard unsafe mkdir(path, 0o700) != 0, errno != EEXIST else { return }
        throw Self.failure(path, "cannot be made")
    }

    static func read(_ path: String) throws(StoreError) -> [UInt8] {
        let file = try Self.open(path, O_RDONLY)
        defer { try? file.close() }
        do {
            return [UInt8](try file.readToEnd() ?? Data())
        } catch {
            throw .failed(path: path, reason: "cannot be read")
        }
    }

    /// Writes a file that is not yet in place.
    static func write(_ path: String, _ bytes: [UInt8]) throws(StoreError) {
        let file = try Self.open(path, O_WRONLY | O_CREAT | O_TRUNC)
        do {
            defer { try? file.close() }
            try file.write(contentsOf: Data(bytes))
        } catch {
            throw .failed(path: path, reason: "cannot be written")
        }
    }

    /// Makes what a file holds durable.
    static func synchronize(_ path: String) throws(StoreError) {
        let file = try Self.open(path, O_WRONLY)
        defer { try? file.close() }
        guard fsync(file.fileDescriptor) == 0 else { throw Self.failure(path, "cannot be synchronised") }
    }

    static func move(_ path: String, to other: String) throws(StoreError) {
        guard unsafe rename(path, other) == 0 else { throw Self.failure(path, "cannot be moved to \(other)") }
    }

    static func remove(_ path: String) throws(StoreError) {
        guard unsafe unlink(path) != 0, errno != ENOENT else { return }
        throw Self.failure(path, "cannot be removed")
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

    /// Opens a file that only its owner can read.
    static func open(_ path: String, _ flags: Int32) throws(StoreError) -> FileHandle {
        #if canImport(Glibc)
        let descriptor = unsafe Glibc.open(path, flags | O_CLOEXEC, 0o600)
        #elseif canImport(Musl)
        let descriptor = unsafe Musl.open(path, flags | O_CLOEXEC, 0o600)
        #else
        let descriptor = unsafe Darwin.open(path, flags | O_CLOEXEC, 0o600)
        #endif
        guard descriptor >= 0 else { throw Self.failure(path, "cannot be opened") }
        return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }

    private static func failure(_ path: String, _ what: String) -> StoreError {
        let reason = unsafe String(cString: strerror(errno))
        return .failed(path: path, reason: "\(what) (\(reason))")
    }
}

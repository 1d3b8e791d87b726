import Foundation
import Glibc
import LibCrypto

/// Files that nobody but their owner may read.
enum PrivateFile {
    /// Reads a file, if it is its owner's alone, and lends what is in it.
    static func read<Result>(
        _ path: String,
        limit: Int,
        _ body: (FileVersion, Span<UInt8>) throws(SealingKeyFileError) -> Result
    ) throws(SealingKeyFileError) -> Result {
        let descriptor = unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw errno == ENOENT ? .missing : .unreadable(Self.lastError) }
        defer { Glibc.close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw .unreadable(Self.lastError) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .unreadable("it is no file") }
        guard status.st_mode & 0o077 == 0 else { throw .openToOthers }
        guard status.st_size <= limit else { throw .unreadable("it is larger than \(limit) bytes") }
        var count = 0
        let bytes = SecretBytes(count: Int(status.st_size)) { bytes in
            while count < bytes.count {
                let start = count
                let taken = unsafe bytes.withUnsafeMutableBufferPointer { bytes in
                    unsafe Glibc.read(descriptor, bytes.baseAddress?.advanced(by: start), bytes.count - start)
                }
                guard taken > 0 else { break }
                count += taken
            }
        }
        guard count == bytes.count else { throw .unreadable("it was being changed") }
        let version = FileVersion(status)
        return try bytes.withBytes { bytes throws(SealingKeyFileError) in try body(version, bytes) }
    }

    /// Writes keys beside the path, and then puts them in its place.
    static func write(_ keys: SealingKeys, to path: String, replacing: Bool) throws(SealingKeyFileError) {
        let temporary = "\(path).\(getpid()).new"
        let folder = URL(filePath: path).deletingLastPathComponent().path
        do {
            try FileManager.default.createDirectory(
                atPath: folder,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        } catch {
            throw .unwritable("the folder \(folder) cannot be made")
        }
        _ = unsafe unlink(temporary)
        let descriptor = unsafe Glibc.open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .unwritable(Self.lastError) }
        defer { _ = unsafe unlink(temporary) }
        do {
            defer { Glibc.close(descriptor) }
            var text = keys.text()
            defer { text.wipe() }
            let written = unsafe text.withUnsafeBytes { text in
                unsafe Glibc.write(descriptor, text.baseAddress, text.count)
            }
            guard written == text.count, fsync(descriptor) == 0 else { throw .unwritable(Self.lastError) }
        }
        // A link refuses where a file is already: of two that make one at once, one keeps its key.
        let status = replacing ? unsafe rename(temporary, path) : unsafe link(temporary, path)
        guard status == 0 else { throw .unwritable(Self.lastError) }
        // Nothing may be sealed under a key whose file could be gone after a power cut.
        let directory = unsafe Glibc.open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard directory >= 0 else { throw .unwritable("\(folder): \(Self.lastError)") }
        defer { Glibc.close(directory) }
        guard fsync(directory) == 0 else { throw .unwritable("\(folder): \(Self.lastError)") }
    }

    /// The path without symbolic links: a file is replaced where it is, and its link stays.
    static func resolved(_ path: String) -> String {
        guard let real = unsafe realpath(path, nil) else { return path }
        defer { unsafe free(real) }
        return unsafe String(cString: real)
    }

    static var lastError: String {
        POSIXErrorCode(rawValue: errno).map { POSIXError($0).localizedDescription } ?? "error \(errno)"
    }
}

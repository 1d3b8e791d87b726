import Foundation
import Glibc

/// Files that are whole at every moment, also after a loss of power.
enum SyncedFile {
    struct Unwritable: Error {
        let path: String
    }

    /// Writes a file beside the old one, makes it durable, and puts it in the old one's place.
    static func replace(_ content: Data, at url: URL) throws {
        let newer = url.path + ".new"
        let flags = O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC
        let descriptor = unsafe open(newer, flags, 0o644)
        guard descriptor >= 0 else { throw Unwritable(path: newer) }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        try file.write(contentsOf: content)
        guard fsync(descriptor) == 0 else { throw Unwritable(path: newer) }
        try file.close()
        guard unsafe rename(newer, url.path) == 0 else { throw Unwritable(path: url.path) }
        Self.synchronize(folder: url.deletingLastPathComponent())
    }

    /// Makes the names in a folder durable; some file systems cannot, and need not.
    static func synchronize(folder: URL) {
        let descriptor = unsafe open(folder.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }
}

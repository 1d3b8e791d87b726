import Activation
import Foundation
import Glibc

/// The file of a store, before SQLite sees it.
enum StoreFile {
    /// Makes the file, and the folder it lies in, if they are missing; closes it to everyone but its owner.
    ///
    /// SQLite gives the files it puts beside it the same permissions.
    static func prepare(_ path: String) throws(TokenStoreError) {
        let folder = URL(filePath: path).deletingLastPathComponent()
        do {
            try FileManager.default.createDirectory(
                at: folder,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        } catch {
            throw .unavailable(reason: "the folder \(folder.path) cannot be made")
        }
        // Neither emptied nor replaced: another process may have made it a moment ago.
        let descriptor = unsafe Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .unavailable(reason: Self.lastError) }
        defer { Glibc.close(descriptor) }
        guard fchmod(descriptor, 0o600) == 0 else { throw .unavailable(reason: Self.lastError) }
    }

    /// Whether a file is another database than a token store, as far as its header tells (SQLite's file format, section 1.3).
    ///
    /// A log beside the file may hold a newer header.
    static func isForeign(_ path: String) -> Bool {
        guard let file = FileHandle(forReadingAtPath: path), let header = try? file.read(upToCount: 72) else {
            return false
        }
        try? file.close()
        if header.isEmpty || FileManager.default.fileExists(atPath: path + "-wal") { return false }
        return header.count < 72 || !header.starts(with: Array("SQLite format 3\0".utf8))
            || !header.dropFirst(68).elementsEqual([0x4D, 0x69, 0x54, 0x4B])
    }

    private static var lastError: String {
        POSIXErrorCode(rawValue: errno).map { POSIXError($0).localizedDescription } ?? "the file cannot be opened"
    }
}

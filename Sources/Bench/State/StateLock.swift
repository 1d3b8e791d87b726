import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Holds a state directory for one process; the system lets go of it when the process ends, however it ends.
final class StateLock: Sendable {
    private let file: FileHandle

    init(directory: String) throws(StoreError) {
        let file = try StateFile.open(directory + "/lock", O_RDWR | O_CREAT)
        guard flock(file.fileDescriptor, LOCK_EX | LOCK_NB) == 0 else {
            let text = (try? file.readToEnd()).map { String(decoding: $0, as: UTF8.self) } ?? ""
            let pid = text.filter { $0.isNumber }
            throw .inUse(path: directory, by: pid.isEmpty ? "process unknown" : "process \(pid)")
        }
        try? file.truncate(atOffset: 0)
        try? file.write(contentsOf: Data("\(getpid())\n".utf8))
        self.file = file
    }

    /// A program that is being started holds a copy of every open file for a moment, and with it the lock, unless it is let go.
    deinit {
        _ = flock(self.file.fileDescriptor, LOCK_UN)
    }
}

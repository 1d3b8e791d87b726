import CommandLineTool
import Foundation
import Glibc

/// A file that did not exist and that only its owner may read, or standard output.
struct NewFile {
    private let path: String
    private let handle: FileHandle

    private var isStandardOutput: Bool { self.path == "-" }

    init(path: String) throws(UnusableInput) {
        self.path = path
        if path == "-" {
            self.handle = .standardOutput
            return
        }
        // No link is followed, and no file that another program makes at the same moment is taken for this one.
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw UnusableInput(errno == EEXIST ? "\(path): exists already" : "\(path): cannot be written")
        }
        self.handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }

    func write(_ bytes: [UInt8]) throws(UnusableInput) {
        do {
            try self.handle.write(contentsOf: Data(bytes))
        } catch {
            throw UnusableInput("\(self.path): cannot be written")
        }
    }

    /// Only what has reached the disk counts as converted.
    func close() throws(UnusableInput) {
        guard !self.isStandardOutput else { return }
        do {
            try self.handle.synchronize()
            try self.handle.close()
        } catch {
            throw UnusableInput("\(self.path): cannot be written")
        }
    }

    /// Half a container is worse than none.
    func remove() {
        guard !self.isStandardOutput else { return }
        try? FileManager.default.removeItem(atPath: self.path)
    }
}

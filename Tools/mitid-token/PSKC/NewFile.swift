import CommandLineTool
import Foundation

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
        guard !FileManager.default.fileExists(atPath: path) else { throw UnusableInput("\(path): exists already") }
        let attributes: [FileAttributeKey: Any] = [.posixPermissions: 0o600]
        guard FileManager.default.createFile(atPath: path, contents: nil, attributes: attributes),
            let handle = FileHandle(forWritingAtPath: path)
        else { throw UnusableInput("\(path): cannot be written") }
        self.handle = handle
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

package import Foundation
import Glibc

/// The journal of a batch, `batch.journal`: a line of JSON for each token, on the disk before the token is taken out.
///
/// It holds credential IDs, public keys and signatures' *r*, which every token shows, and no secret.
package struct BatchJournal {
    /// Error of a journal, in words.
    package struct Fault: Error, Equatable, Sendable, CustomStringConvertible {
        package let description: String
    }

    private struct Header: Codable, Equatable {
        static let name = "mitid-chip-batch-journal"
        static let version = 1

        let name: String
        let version: Int
        let settings: String
    }

    private static let byteLimit = 256 << 20
    private static let name = "batch.journal"

    /// The records in the order of the tokens; the last one of each label.
    package private(set) var records: [BatchRecord] = []
    private let file: FileHandle
    private let path: String

    /// Begins a journal, or goes on with one.
    ///
    /// - Parameters:
    ///   - folder: The folder of the batch, which is made if it is missing.
    ///   - settings: Checks and profile in one text; all tokens of a batch have the same.
    ///   - resumes: Whether a batch has to be there; otherwise none may be.
    /// - Throws: ``Fault``; also while another program has the journal.
    package init(in folder: URL, settings: String, resumes: Bool) throws(Fault) {
        let url = folder.appendingPathComponent(Self.name)
        self.path = url.relativePath
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        } catch {
            throw Fault(description: "\(folder.relativePath): cannot be made")
        }
        let descriptor = unsafe open(url.path, O_RDWR | O_NOFOLLOW | O_CLOEXEC | (resumes ? 0 : O_CREAT), 0o644)
        guard descriptor >= 0 else {
            throw resumes && errno == ENOENT
                ? Fault(description: "\(folder.relativePath): holds no batch; begin one without --resume")
                : Fault(description: "\(self.path): cannot be opened")
        }
        self.file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            throw Fault(description: "\(self.path): another program is at work on this batch")
        }
        let header = Header(name: Header.name, version: Header.version, settings: settings)
        let lines = try self.wholeLines()
        guard let first = lines.first else {
            // New, or killed before its first line was whole.
            try self.append(header)
            SyncedFile.synchronize(folder: folder)
            return
        }
        guard resumes else {
            throw Fault(
                description: "\(folder.relativePath): holds a batch; go on with --resume, or take another folder"
            )
        }
        guard let found = try? JSONDecoder().decode(Header.self, from: first), found.name == Header.name else {
            throw Fault(description: "\(self.path): line 1 is no header of a batch")
        }
        guard found.version == Header.version else {
            throw Fault(description: "\(self.path): version \(found.version); this program reads version 1")
        }
        guard found.settings == settings else {
            throw Fault(
                description: "\(self.path): the batch was begun with \(found.settings), not with \(settings); "
                    + "give the same options"
            )
        }
        for (index, line) in lines.enumerated().dropFirst() {
            guard let record = try? JSONDecoder().decode(BatchRecord.self, from: line), record.member != nil else {
                throw Fault(description: "\(self.path): line \(index + 1) is no token of a batch")
            }
            self.keep(record)
        }
    }

    /// Adds the record of a token, and returns when it is on the disk.
    package mutating func add(_ record: BatchRecord) throws(Fault) {
        try self.append(record)
        self.keep(record)
    }

    private mutating func keep(_ record: BatchRecord) {
        if let index = self.records.firstIndex(where: { $0.row.label == record.row.label }) {
            self.records.remove(at: index)
        }
        self.records.append(record)
    }

    /// The lines up to the last whole one; the rest, cut off by a crash, is removed.
    private func wholeLines() throws(Fault) -> [Data] {
        do {
            let data = try self.file.read(upToCount: Self.byteLimit + 1) ?? Data()
            guard data.count <= Self.byteLimit else { throw Fault(description: "\(self.path): is longer than 256 MiB") }
            let end = (data.lastIndex(of: 0x0A) ?? -1) + 1
            if end < data.count { try self.file.truncate(atOffset: UInt64(end)) }
            try self.file.seekToEnd()
            return data.prefix(end).split(separator: 0x0A)
        } catch let fault as Fault {
            throw fault
        } catch {
            throw Fault(description: "\(self.path): cannot be read")
        }
    }

    private func append(_ line: some Encodable) throws(Fault) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            try self.file.write(contentsOf: encoder.encode(line) + Data("\n".utf8))
        } catch {
            throw Fault(description: "\(self.path): cannot be written")
        }
        guard fsync(self.file.fileDescriptor) == 0 else {
            throw Fault(description: "\(self.path): cannot be made durable")
        }
    }
}

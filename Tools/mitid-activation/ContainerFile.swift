import CommandLineTool
import Foundation
import OTPCore
import PSKC

/// A file or standard input, read in pieces.
struct ContainerFile {
    private static let chunkByteCount = 256 << 10

    private let handle: FileHandle

    /// How many bytes there are, nil where nobody knows.
    let byteCount: Int?

    private(set) var bytesRead = 0

    init(_ name: String) throws(UnusableInput) {
        if name == "-" {
            self.handle = .standardInput
            self.byteCount = nil
            return
        }
        do {
            self.handle = try FileHandle(forReadingFrom: URL(filePath: name))
            let attributes = try FileManager.default.attributesOfItem(atPath: name)
            guard attributes[.type] as? FileAttributeType != .typeDirectory else {
                throw UnusableInput(unreadable: name)
            }
            self.byteCount = attributes[.size] as? Int
        } catch {
            throw UnusableInput(unreadable: name)
        }
    }

    /// The SHA-256 of all its bytes in hexadecimal; nil for standard input, which can be read only once.
    static func digest(of name: String) throws -> String? {
        guard name != "-" else { return nil }
        var file = try ContainerFile(name)
        var hash = SHA256()
        while let chunk = try file.nextChunk() { hash.update(chunk.span) }
        let digest = hash.finalize()
        return (0..<digest.count).map { index in
            let digits = String(digest[index], radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }

    /// Reads the file as often as the check of its signature asks, and goes back to its beginning.
    mutating func check(_ check: consuming SignatureCheck) throws {
        var isWanted = true
        while isWanted {
            while let chunk = try self.nextChunk() { try check.feed(chunk.span) }
            try self.handle.seek(toOffset: 0)
            self.bytesRead = 0
            isWanted = try check.passEnded()
        }
    }

    mutating func nextChunk() throws -> [UInt8]? {
        guard let data = try self.handle.read(upToCount: Self.chunkByteCount), !data.isEmpty else { return nil }
        self.bytesRead += data.count
        return [UInt8](data)
    }
}

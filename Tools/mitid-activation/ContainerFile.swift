import Foundation

/// A file or standard input, read in pieces.
struct ContainerFile {
    private static let chunkByteCount = 256 << 10

    private let handle: FileHandle

    /// How many bytes there are, nil where nobody knows.
    let byteCount: Int?

    private(set) var bytesRead = 0

    init(_ name: String) throws {
        if name == "-" {
            self.handle = .standardInput
            self.byteCount = nil
        } else {
            self.handle = try FileHandle(forReadingFrom: URL(filePath: name))
            let attributes = try FileManager.default.attributesOfItem(atPath: name)
            guard attributes[.type] as? FileAttributeType != .typeDirectory else {
                throw CocoaError(.fileReadUnsupportedScheme)
            }
            self.byteCount = attributes[.size] as? Int
        }
    }

    mutating func nextChunk() throws -> [UInt8]? {
        guard let data = try self.handle.read(upToCount: Self.chunkByteCount), !data.isEmpty else { return nil }
        self.bytesRead += data.count
        return [UInt8](data)
    }
}

import Foundation

/// One JSON value on standard output, written while it is still being made: an object whose first member is an array.
struct JSONStream {
    private let encoder: JSONEncoder
    private var buffer: [UInt8]
    private var isFirst = true

    init(array name: String) {
        self.encoder = JSONEncoder()
        self.encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        self.buffer = [UInt8]("{\"\(name)\":[".utf8)
    }

    /// The next element of the array.
    mutating func append(_ element: some Encodable) throws {
        if !self.isFirst { self.buffer.append(UInt8(ascii: ",")) }
        self.isFirst = false
        self.buffer += try self.encoder.encode(element)
        if self.buffer.count > 64 << 10 { try self.flush() }
    }

    /// Closes the array and adds the members of the summary behind it.
    mutating func end(with summary: some Encodable) throws {
        self.buffer += [UInt8]("],".utf8)
        self.buffer += try self.encoder.encode(summary).dropFirst()
        self.buffer.append(0x0A)
        try self.flush()
    }

    private mutating func flush() throws {
        try FileHandle.standardOutput.write(contentsOf: Data(self.buffer))
        self.buffer.removeAll(keepingCapacity: true)
    }
}

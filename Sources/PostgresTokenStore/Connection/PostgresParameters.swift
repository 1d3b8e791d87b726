import CPostgres
import TokenRows

/// What stands in the place of a parameter.
enum PostgresParameter: Sendable {
    case value(ColumnValue)
    /// A `text[]`.
    case texts([String])
    /// A `bytea[]`.
    case byteStrings([[UInt8]])
}

/// Parameters in libpq's form: one buffer, and where each begins.
struct PostgresParameters: ~Copyable {
    private var buffer: [UInt8] = []
    private var starts: [Int?] = []
    private var lengths: [Int32] = []

    init(_ parameters: [PostgresParameter]) {
        for parameter in parameters {
            switch parameter {
            case .value(let value): self.append(value)
            case .texts(let texts): self.append(texts.map { Array($0.utf8) }, elementType: 25)
            case .byteStrings(let strings): self.append(strings, elementType: 17)
            }
        }
        // Never empty, so that it has an address.
        self.buffer.append(0)
    }

    /// Lends the parameters to a call of libpq: values, lengths, and formats, which are all binary.
    func withPointers(
        _ body: (
            _ count: Int32,
            _ values: UnsafePointer<UnsafePointer<CChar>?>?,
            _ lengths: UnsafePointer<Int32>?,
            _ formats: UnsafePointer<Int32>?
        ) -> Int32
    ) -> Int32 {
        let formats = [Int32](repeating: 1, count: self.starts.count)
        return unsafe self.buffer.withUnsafeBytes { buffer in
            let base = unsafe buffer.baseAddress?.assumingMemoryBound(to: CChar.self)
            let pointers = unsafe self.starts.map { start in unsafe start.flatMap { unsafe base?.advanced(by: $0) } }
            let values = unsafe pointers.map { pointer in unsafe pointer.map { unsafe UnsafePointer($0) } }
            return unsafe values.withUnsafeBufferPointer { values in
                unsafe self.lengths.withUnsafeBufferPointer { lengths in
                    unsafe formats.withUnsafeBufferPointer { formats in
                        unsafe body(
                            Int32(clamping: self.starts.count),
                            values.baseAddress,
                            lengths.baseAddress,
                            formats.baseAddress
                        )
                    }
                }
            }
        }
    }

    private mutating func append(_ value: ColumnValue) {
        guard value != .null else {
            self.starts.append(nil)
            self.lengths.append(0)
            return
        }
        let start = self.buffer.count
        switch value {
        case .null: break
        case .integer(let number): self.appendBigEndian(number)
        case .text(let text): self.buffer.append(contentsOf: text.utf8)
        case .bytes(let bytes): self.buffer.append(contentsOf: bytes)
        }
        self.starts.append(start)
        self.lengths.append(Int32(clamping: self.buffer.count - start))
    }

    /// An array of one dimension: how many there are, whether any is null, the type, the count, the first index, and each with
    /// its length before it.
    private mutating func append(_ elements: [[UInt8]], elementType: Int32) {
        let start = self.buffer.count
        for number in [1, 0, elementType, Int32(clamping: elements.count), 1] { self.appendBigEndian(number) }
        for element in elements {
            self.appendBigEndian(Int32(clamping: element.count))
            self.buffer.append(contentsOf: element)
        }
        self.starts.append(start)
        self.lengths.append(Int32(clamping: self.buffer.count - start))
    }

    private mutating func appendBigEndian(_ number: some FixedWidthInteger) {
        for shift in stride(from: number.bitWidth - 8, through: 0, by: -8) {
            self.buffer.append(UInt8(truncatingIfNeeded: number >> shift))
        }
    }
}

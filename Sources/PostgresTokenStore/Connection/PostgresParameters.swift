import CPostgres
import TokenRows

/// Parameters in libpq's form: one buffer, and where each begins.
struct PostgresParameters: ~Copyable {
    private var buffer: [UInt8] = []
    private var starts: [Int?] = []
    private var lengths: [Int32] = []

    init(_ values: [ColumnValue]) {
        for value in values { self.append(value) }
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
        case .integer(let number):
            let bits = UInt64(bitPattern: number)
            for shift in stride(from: 56 as UInt64, through: 0, by: -8) {
                self.buffer.append(UInt8(truncatingIfNeeded: bits >> shift))
            }
        case .text(let text): self.buffer.append(contentsOf: text.utf8)
        case .bytes(let bytes): self.buffer.append(contentsOf: bytes)
        }
        self.starts.append(start)
        self.lengths.append(Int32(clamping: self.buffer.count - start))
    }
}

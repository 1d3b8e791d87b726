/// Choices and bytes drawn from a fuzzer's input; at its end everything is zero or empty.
struct InputReader {
    private var rest: ArraySlice<UInt8>

    init(_ input: [UInt8]) {
        self.rest = input[...]
    }

    var isAtEnd: Bool { self.rest.isEmpty }

    mutating func byte() -> UInt8 {
        self.rest.popFirst() ?? 0
    }

    mutating func number(below limit: Int) -> Int {
        Int(self.byte()) % limit
    }

    mutating func flag() -> Bool {
        self.byte() & 1 == 1
    }

    mutating func twoBytes() -> Int {
        Int(self.byte()) << 8 | Int(self.byte())
    }

    mutating func bytes(_ count: Int) -> [UInt8] {
        let taken = Array(self.rest.prefix(count))
        self.rest = self.rest.dropFirst(count)
        return taken
    }

    mutating func bytesToEnd() -> [UInt8] {
        self.bytes(self.rest.count)
    }
}

/// A card's answer, ISO 7816-4:2020, section 5.2: a data field and the status bytes SW1-SW2.
package struct ResponseAPDU: Equatable, Sendable {
    /// The response data field.
    package var data: [UInt8]

    /// How processing went.
    package var statusWord: StatusWord

    /// An answer with its parts.
    package init(data: [UInt8] = [], _ statusWord: StatusWord) {
        self.data = data
        self.statusWord = statusWord
    }

    /// Reads an answer: its last two bytes are the status word.
    package init(parsing bytes: [UInt8]) throws(APDUError) {
        guard bytes.count >= 2 else { throw .truncatedHeader(byteCount: bytes.count) }
        self.data = Array(bytes[..<(bytes.count - 2)])
        self.statusWord = StatusWord(sw1: bytes[bytes.count - 2], sw2: bytes[bytes.count - 1])
    }

    /// The answer as it goes over the wire.
    package var bytes: [UInt8] {
        self.data + self.statusWord.bytes
    }
}

/// An answer that is handed out in parts: GET RESPONSE and `61XX`, ISO 7816-4:2020, section 11.7.1 (INS `C0`).
package struct PendingResponse: Equatable, Sendable {
    /// GET RESPONSE's instruction byte.
    package static let instruction: UInt8 = 0xC0

    /// The bytes that have not been fetched yet; they are the card's to forget when any other command comes.
    private var rest: ArraySlice<UInt8>

    /// The status word that stands under the last part.
    private var statusWord: StatusWord

    /// Nothing to hand out.
    package init() {
        self.rest = []
        self.statusWord = .success
    }

    /// Whether there is something left to fetch.
    package var isPending: Bool {
        !self.rest.isEmpty
    }

    /// The first part of an answer: all of it if at most `expectedLength` bytes, else that many under `61XX`.
    package mutating func begin(_ response: ResponseAPDU, expectedLength: Int) -> ResponseAPDU {
        self.rest = response.data[...]
        self.statusWord = response.statusWord
        return self.next(expectedLength: expectedLength)
    }

    /// GET RESPONSE came: the next part, or `6985` if there is none.
    package mutating func getResponse(expectedLength: Int) -> ResponseAPDU {
        guard self.isPending else { return ResponseAPDU(.conditionsNotSatisfied) }
        return self.next(expectedLength: expectedLength)
    }

    /// Forgets what is left, as any other command, a selection or a reset does.
    package mutating func abandon() {
        self.rest = []
    }

    private mutating func next(expectedLength: Int) -> ResponseAPDU {
        let part = Array(self.rest.prefix(max(1, expectedLength)))
        self.rest = self.rest.dropFirst(part.count)
        guard self.isPending else {
            self.rest = []
            return ResponseAPDU(data: part, self.statusWord)
        }
        return ResponseAPDU(data: part, .bytesRemaining(self.rest.count))
    }
}

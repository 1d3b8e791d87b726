import ISO7816
import Testing

/// Answers, their status words, and answers that are fetched in parts.
struct ResponseAPDUTests {
    @Test func theLastTwoBytesAreTheStatus() throws {
        let response = try ResponseAPDU(parsing: [1, 2, 0x90, 0x00])
        #expect(response == ResponseAPDU(data: [1, 2], .success))
        #expect(response.bytes == [1, 2, 0x90, 0x00])
        #expect(try ResponseAPDU(parsing: [0x6D, 0x00]) == ResponseAPDU(.instructionNotSupported))
        for bytes in [[], [0x90]] as [[UInt8]] {
            #expect(throws: APDUError.truncatedHeader(byteCount: bytes.count)) { try ResponseAPDU(parsing: bytes) }
        }
    }

    @Test func everyStatusIsKeptAndPrinted() {
        #expect(StatusWord(sw1: 0x91, sw2: 0xAF).rawValue == 0x91AF)
        #expect(StatusWord(sw1: 0x91, sw2: 0xAF).description == "91AF")
        #expect(StatusWord.success.description == "9000")
        #expect(StatusWord.bytesRemaining(5).rawValue == 0x6105)
        #expect(StatusWord.bytesRemaining(255).rawValue == 0x61FF)
        #expect(StatusWord.bytesRemaining(256).rawValue == 0x6100)
        #expect(StatusWord.bytesRemaining(9_000).rawValue == 0x6100)
        #expect(StatusWord(rawValue: 0x6100).bytesRemaining == 256)
        #expect(StatusWord(rawValue: 0x6107).bytesRemaining == 7)
        #expect(StatusWord.success.bytesRemaining == nil)
    }

    @Test func aShortAnswerIsHandedOutWhole() {
        var pending = PendingResponse()
        let answer = ResponseAPDU(data: [1, 2, 3], .success)
        #expect(pending.begin(answer, expectedLength: 256) == answer)
        #expect(!pending.isPending)
        #expect(pending.getResponse(expectedLength: 256) == ResponseAPDU(.conditionsNotSatisfied))
    }

    @Test func aLongAnswerIsFetchedInParts() {
        var pending = PendingResponse()
        let data = (0..<600).map { UInt8(truncatingIfNeeded: $0) }
        var part = pending.begin(ResponseAPDU(data: data, .success), expectedLength: 256)
        #expect(part == ResponseAPDU(data: Array(data[..<256]), .bytesRemaining(344)))
        part = pending.getResponse(expectedLength: 256)
        #expect(part == ResponseAPDU(data: Array(data[256..<512]), .bytesRemaining(88)))
        part = pending.getResponse(expectedLength: 10)
        #expect(part == ResponseAPDU(data: Array(data[512..<522]), .bytesRemaining(78)))
        part = pending.getResponse(expectedLength: 256)
        #expect(part == ResponseAPDU(data: Array(data[522...]), .success))
        #expect(!pending.isPending)
    }

    @Test func anotherCommandForgetsWhatIsLeft() {
        var pending = PendingResponse()
        _ = pending.begin(ResponseAPDU(data: [1, 2, 3], .success), expectedLength: 1)
        pending.abandon()
        #expect(pending.getResponse(expectedLength: 256) == ResponseAPDU(.conditionsNotSatisfied))
    }
}

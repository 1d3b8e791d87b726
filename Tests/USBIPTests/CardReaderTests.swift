import Testing
import USBIP

@Suite struct CardReaderTests {
    private static let answerToReset: [UInt8] = [0x3B, 0x80, 0x80, 0x01, 0x01]

    private static func message(
        _ type: UInt8,
        _ sequence: UInt8,
        slot: UInt8 = 0,
        specific: [UInt8] = [0, 0, 0],
        _ data: [UInt8] = []
    ) -> [UInt8] {
        let length = (0..<4).map { UInt8(truncatingIfNeeded: data.count >> (8 * $0)) }
        return [type] + length + [slot, sequence] + specific + data
    }

    /// A message's answer, from a reader that has it at once.
    private static func answer(_ device: inout USBDevice, _ message: [UInt8]) -> [UInt8]? {
        #expect(device.write(.ccidOut, 1, message).first == .taken(1, message.count))
        guard case .complete(let completion) = device.read(.ccidIn, 2, length: 65_556).first else {
            #expect(device.unlinked(2) == .unlinked)
            return nil
        }
        return completion.data
    }

    /// A reader whose card has power.
    private static func powered() -> USBDevice {
        var device = USBDevice.configured()
        _ = device.write(.ccidOut, 1, self.message(0x62, 0))
        _ = device.cardAnswered(.poweredOn(answerToReset: self.answerToReset, ticket: 1))
        _ = device.read(.ccidIn, 2, length: 1000)
        return device
    }

    @Test func aConversationOfItsDriver() {
        var device = USBDevice.configured()
        #expect(device.read(.ccidNotification, 9, length: 8) == [.sent(9, [0x50, 3])])
        #expect(Self.answer(&device, Self.message(0x65, 0)) == Self.message(0x81, 0, specific: [1, 0, 0]))
        let powerOn = Self.message(0x62, 1)
        #expect(device.write(.ccidOut, 1, powerOn) == [.taken(1, 10), .command(.powerOn(ticket: 1))])
        #expect(device.read(.ccidIn, 2, length: 65_556).isEmpty)
        #expect(
            device.cardAnswered(.poweredOn(answerToReset: Self.answerToReset, ticket: 1))
                == [.sent(2, Self.message(0x80, 1, Self.answerToReset))]
        )
        #expect(
            Self.answer(&device, Self.message(0x6C, 2))
                == Self.message(0x82, 2, specific: [0, 0, 1], [0x11, 0x10, 0x00, 0x4D, 0x00, 0xFE, 0x00])
        )
        let block = Self.message(0x6F, 3, [0x00, 0xA4, 0x04, 0x00])
        #expect(
            device.write(.ccidOut, 3, block) == [
                .taken(3, 14), .command(.transmit([0x00, 0xA4, 0x04, 0x00], ticket: 2)),
            ]
        )
        #expect(device.read(.ccidIn, 4, length: 65_556).isEmpty)
        #expect(
            device.cardAnswered(.responded([0x6A, 0x82], ticket: 2))
                == [.sent(4, Self.message(0x80, 3, [0x6A, 0x82]))]
        )
        #expect(
            device.write(.ccidOut, 5, Self.message(0x63, 4)) == [.taken(5, 10), .command(.powerOff)]
        )
        #expect(device.read(.ccidIn, 6) == [.sent(6, Self.message(0x81, 4, specific: [1, 0, 0]))])
    }

    @Test(arguments: [
        (type: 0x6B, answer: 0x83), (type: 0x69, answer: 0x80), (type: 0x71, answer: 0x81),
        (type: 0x73, answer: 0x84), (type: 0x6E, answer: 0x81), (type: 0x00, answer: 0x81),
    ])
    func whatTheReaderDoesNotDoIsRefused(_ type: UInt8, answer: UInt8) {
        var device = Self.powered()
        #expect(Self.answer(&device, Self.message(type, 9)) == Self.message(answer, 9, specific: [0x40, 0, 0]))
    }

    @Test func thereIsOneSlotAndOneProtocol() {
        var device = Self.powered()
        #expect(
            Self.answer(&device, Self.message(0x65, 1, slot: 1))
                == Self.message(0x81, 1, slot: 1, specific: [0x42, 5, 0])
        )
        #expect(Self.answer(&device, Self.message(0x61, 2)) == Self.message(0x82, 2, specific: [0x40, 7, 0]))
        #expect(Self.answer(&device, Self.message(0x61, 2, specific: [1, 0, 0]))?.first == 0x82)
    }

    @Test func aCardThatIsBusyAsksForPatience() {
        var device = Self.powered()
        _ = device.write(.ccidOut, 1, Self.message(0x6F, 1, [0x80, 0x10, 0, 0]))
        #expect(device.isCardWorking)
        // Nobody waits for the answer yet.
        #expect(device.cardStillWorking().isEmpty)
        #expect(device.read(.ccidIn, 2, length: 1000).isEmpty)
        #expect(device.cardStillWorking() == [.sent(2, Self.message(0x80, 1, specific: [0x80, 1, 0]))])
        // Another command meanwhile: the slot is busy.
        #expect(Self.answer(&device, Self.message(0x6F, 2, [0])) == Self.message(0x80, 2, specific: [0x40, 0xE0, 0]))
        #expect(device.read(.ccidIn, 3, length: 1000).isEmpty)
        #expect(
            device.cardAnswered(.responded([0x90, 0], ticket: 2)) == [.sent(3, Self.message(0x80, 1, [0x90, 0]))]
        )
        #expect(!device.isCardWorking)
    }

    @Test func aMuteCardIsSaidToBeMute() {
        var device = USBDevice.configured()
        _ = device.write(.ccidOut, 1, Self.message(0x62, 1))
        _ = device.read(.ccidIn, 2, length: 1000)
        #expect(
            device.cardAnswered(.poweredOn(answerToReset: nil, ticket: 1))
                == [.sent(2, Self.message(0x80, 1, specific: [0x41, 0xFE, 0]))]
        )
        #expect(Self.answer(&device, Self.message(0x6F, 2, [0])) == Self.message(0x80, 2, specific: [0x41, 0xFE, 0]))
    }

    @Test func aLongCommandComesInBlocks() {
        var device = Self.powered()
        let parts = [[UInt8](repeating: 1, count: 3062), [UInt8](repeating: 2, count: 3062), [3, 3]]
        let more = Self.message(0x80, 7, specific: [0, 0, 0x10])
        #expect(Self.answer(&device, Self.message(0x6F, 7, specific: [0, 1, 0], parts[0])) == more)
        #expect(Self.answer(&device, Self.message(0x6F, 7, specific: [0, 3, 0], parts[1])) == more)
        #expect(
            device.write(.ccidOut, 5, Self.message(0x6F, 8, specific: [0, 2, 0], parts[2])).last
                == .command(.transmit(parts.flatMap(\.self), ticket: 2))
        )
    }

    @Test func aLongAnswerGoesInBlocks() {
        var device = Self.powered()
        _ = device.write(.ccidOut, 1, Self.message(0x6F, 1, [0]))
        let answer = (0..<7000).map { UInt8(truncatingIfNeeded: $0) }
        _ = device.cardAnswered(.responded(answer, ticket: 2))
        #expect(
            device.read(.ccidIn, 2, length: 65_556)
                == [.sent(2, Self.message(0x80, 1, specific: [0, 0, 1], Array(answer[..<3062])))]
        )
        let next = Self.message(0x6F, 2, specific: [0, 0x10, 0])
        #expect(Self.answer(&device, next)?.dropFirst(9) == [3] + answer[3062..<6124])
        #expect(Self.answer(&device, next)?.dropFirst(9) == [2] + answer[6124...])
        #expect(Self.answer(&device, next) == Self.message(0x80, 2, specific: [0x40, 8, 0]))
    }

    @Test func aChainThatDoesNotBeginOrNeverEndsIsRefused() {
        var device = Self.powered()
        #expect(
            Self.answer(&device, Self.message(0x6F, 1, specific: [0, 2, 0], [1]))
                == Self.message(0x80, 1, specific: [0x40, 8, 0])
        )
        let block = [UInt8](repeating: 0, count: 3062)
        _ = Self.answer(&device, Self.message(0x6F, 1, specific: [0, 1, 0], block))
        var blocks = 1
        while Self.answer(&device, Self.message(0x6F, 1, specific: [0, 3, 0], block))?[7] == 0 {
            blocks += 1
            guard blocks < 100 else { break }
        }
        #expect(blocks == 21)
    }

    @Test func aMessageMayComeInPackets() {
        var device = Self.powered()
        let message = Self.message(0x6F, 1, [UInt8](repeating: 7, count: 150))
        #expect(device.write(.ccidOut, 1, Array(message[..<64])) == [.taken(1)])
        #expect(device.write(.ccidOut, 2, Array(message[64..<128])) == [.taken(2)])
        #expect(
            device.write(.ccidOut, 3, Array(message[128...]))
                == [.taken(3, 32), .command(.transmit([UInt8](repeating: 7, count: 150), ticket: 2))]
        )
    }

    @Test func anAnswerMayGoInPackets() {
        var device = Self.powered()
        _ = device.write(.ccidOut, 1, Self.message(0x6F, 1, [0]))
        _ = device.cardAnswered(.responded([UInt8](repeating: 7, count: 100), ticket: 2))
        let whole = Self.message(0x80, 1, [UInt8](repeating: 7, count: 100))
        #expect(device.read(.ccidIn, 2, length: 64) == [.sent(2, Array(whole[..<64]))])
        #expect(device.read(.ccidIn, 3, length: 64) == [.sent(3, Array(whole[64...]))])
    }

    @Test func aMessageThatIsCutOffOrAnnouncesTooMuchIsRefused() {
        var device = Self.powered()
        let refused = Self.message(0x80, 5, specific: [0x40, 1, 0])
        #expect(Self.answer(&device, Array(Self.message(0x6F, 5, [1, 2, 3]).dropLast())) == refused)
        // One gigabyte.
        #expect(Self.answer(&device, [0x6F, 0, 0, 0, 0x40, 0, 5, 0, 0, 0]) == refused)
        #expect(Self.answer(&device, [0x6F, 0xFF, 0xFF, 0xFF, 0xFF, 0, 5, 0, 0, 0]) == refused)
        #expect(Self.answer(&device, [0x6F, 1]) == nil)
        #expect(Self.answer(&device, Self.message(0x65, 6)) == Self.message(0x81, 6))
    }

    @Test(arguments: [true, false])
    func anAbortNeedsBothItsHalves(controlFirst: Bool) {
        var device = Self.powered()
        _ = device.write(.ccidOut, 1, Self.message(0x6F, 1, [0]))
        let aborted = Self.message(0x81, 9)
        if controlFirst {
            #expect(device.control(0x21, 1, value: 0x0900, index: 1) == [.taken(1000, 0)])
            #expect(
                Self.answer(&device, Self.message(0x65, 2)) == Self.message(0x81, 2, specific: [0x40, 0xFF, 0])
            )
            #expect(Self.answer(&device, Self.message(0x72, 9)) == aborted)
        } else {
            #expect(Self.answer(&device, Self.message(0x72, 9)) == nil)
            #expect(device.control(0x21, 1, value: 0x0900, index: 1) == [.taken(1000, 0)])
            #expect(device.read(.ccidIn, 2, length: 1000) == [.sent(2, aborted)])
        }
        // The answer comes too late, and reaches nobody.
        #expect(device.cardAnswered(.responded([0x90, 0], ticket: 2)).isEmpty)
        #expect(Self.answer(&device, Self.message(0x65, 3)) == Self.message(0x81, 3))
    }

    @Test func aNewConfigurationTakesTheCardsPower() {
        var device = Self.powered()
        _ = device.write(.ccidOut, 1, Self.message(0x6F, 1, [0]))
        #expect(device.control(0x00, 9, value: 1) == [.taken(1000, 0), .command(.powerOff)])
        #expect(device.cardAnswered(.responded([0x90, 0], ticket: 2)).isEmpty)
        #expect(Self.answer(&device, Self.message(0x65, 3)) == Self.message(0x81, 3, specific: [1, 0, 0]))
        #expect(device.read(.ccidNotification, 9, length: 8) == [.sent(9, [0x50, 3])])
    }
}

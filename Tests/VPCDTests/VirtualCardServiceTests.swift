import Logging
import ServiceLifecycle
import Testing
import VPCD

/// The time limit is there to end a hang; on a busy machine a test may well take a minute.
@Suite(.timeLimit(.minutes(10))) struct VirtualCardServiceTests {
    private static let echoed: [UInt8] = [0x00, 0xA4, 0x04, 0x00]

    private static func service(at address: ReaderAddress) -> VirtualCardService {
        VirtualCardService(first: address, logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
    }

    @Test func aReaderPowersTheCardAndIsAnswered() async throws {
        let reader = try await ReaderPeer.listen()
        let service = Self.service(at: reader.address)
        let card = RecordingCard()
        let place = try #require(await service.insert(card))
        let connected = try #require(await reader.card())
        #expect(try await connected.ask([4]) == [0x3B, 0x80, 0x80, 0x01, 0x01])
        try await connected.say([0, 1, 1, 0, 1, 2])
        #expect(try await connected.ask(Self.echoed) == Self.echoed)
        try await connected.say([0, 1, 0])
        #expect(await card.next(4) == [.powerOn, .reset, .command(Self.echoed), .powerOff])
        await service.remove(from: place)
        #expect(await connected.answer() == nil)
    }

    @Test(arguments: [0, 1, 255, 256, 32_767, 65_535])
    func commandsAndAnswersOfEverySizePass(_ byteCount: Int) async throws {
        let reader = try await ReaderPeer.listen()
        let service = Self.service(at: reader.address)
        let place = try #require(await service.insert(RecordingCard()))
        let connected = try #require(await reader.card())
        let command = [UInt8](repeating: 0x5A, count: byteCount)
        // Nothing to say is how a mute card is told from one that answers.
        #expect(try await connected.ask(command) == (byteCount == 0 ? nil : command))
        await service.remove(from: place)
    }

    @Test func aReaderThatComesLaterGetsItsCard() async throws {
        let earlier = try await ReaderPeer.listen()
        try await earlier.close()
        let service = Self.service(at: earlier.address)
        let place = try #require(await service.insert(RecordingCard()))
        let reader = try await ReaderPeer.listen(port: earlier.address.port)
        let connected = try #require(await reader.card())
        #expect(try await connected.ask(Self.echoed) == Self.echoed)
        await service.remove(from: place)
    }

    @Test func aReaderThatStartsAgainGetsItsCardAgain() async throws {
        let reader = try await ReaderPeer.listen()
        let service = Self.service(at: reader.address)
        let card = RecordingCard()
        let place = try #require(await service.insert(card))
        let before = try #require(await reader.card())
        try await before.say([0, 1, 1])
        #expect(await card.next(1) == [.powerOn])
        try await reader.close()
        try await before.close()
        #expect(await card.next(1) == [.powerOff], "a reader that is gone gives no power")
        let after = try await ReaderPeer.listen(port: reader.address.port)
        let connected = try #require(await after.card())
        #expect(try await connected.ask([4]) == [0x3B, 0x80, 0x80, 0x01, 0x01])
        await service.remove(from: place)
    }

    @Test func aCardTakenAwayLeavesACommandWithoutAnswer() async throws {
        let reader = try await ReaderPeer.listen()
        let service = Self.service(at: reader.address)
        let card = RecordingCard()
        let place = try #require(await service.insert(card))
        let connected = try #require(await reader.card())
        try await connected.say([0, 1, 1, 0, 2] + RecordingCard.waits)
        #expect(await card.next(2) == [.powerOn, .command(RecordingCard.waits)])
        await service.remove(from: place)
        #expect(await connected.answer() == nil)
        #expect(await card.next(2) == [.commandCancelled, .powerOff])
    }

    @Test func aReaderThatGoesEndsTheCommand() async throws {
        let reader = try await ReaderPeer.listen()
        let service = Self.service(at: reader.address)
        let card = RecordingCard()
        let place = try #require(await service.insert(card))
        let connected = try #require(await reader.card())
        try await connected.say([0, 1, 1, 0, 2] + RecordingCard.waits)
        #expect(await card.next(2) == [.powerOn, .command(RecordingCard.waits)])
        try await connected.close()
        #expect(await card.next(2) == [.commandCancelled, .powerOff])
        await service.remove(from: place)
    }

    @Test(arguments: [RecordingCard.isMute, RecordingCard.tellsTooMuch])
    func aCardWithoutAnAnswerForVPCDIsTakenOutAndLaidBack(_ command: [UInt8]) async throws {
        let reader = try await ReaderPeer.listen()
        let service = Self.service(at: reader.address)
        let place = try #require(await service.insert(RecordingCard()))
        let connected = try #require(await reader.card())
        #expect(try await connected.ask(command) == nil)
        let again = try #require(await reader.card())
        #expect(try await again.ask(Self.echoed) == Self.echoed)
        await service.remove(from: place)
    }

    @Test func aCardWithoutAnAnswerToResetIsNotThere() async throws {
        let reader = try await ReaderPeer.listen()
        let service = Self.service(at: reader.address)
        let place = try #require(await service.insert(RecordingCard(answerToReset: [])))
        let connected = try #require(await reader.card())
        #expect(try await connected.ask([4]) == nil)
        await service.remove(from: place)
    }

    @Test func aReaderThatDoesNotWaitForItsAnswersIsLeft() async throws {
        let reader = try await ReaderPeer.listen()
        let service = Self.service(at: reader.address)
        let card = RecordingCard()
        let place = try #require(await service.insert(card))
        let connected = try #require(await reader.card())
        try await connected.say([0, 2] + RecordingCard.waits)
        #expect(await card.next(1) == [.command(RecordingCard.waits)])
        try await connected.say(Array([[UInt8]](repeating: [0, 1, 4], count: 1000).joined()))
        #expect(await connected.answer() == nil)
        #expect(await card.next(1) == [.commandCancelled])
        let again = try #require(await reader.card())
        #expect(try await again.ask(Self.echoed) == Self.echoed)
        await service.remove(from: place)
    }

    @Test("a card that is taken away in the middle of a talk waits for no reader")
    func takenAway() async throws {
        let log = RecordedLog()
        let reader = try await ReaderPeer.listen()
        let service = VirtualCardService(first: reader.address, logger: log.logger)
        for _ in 0..<50 {
            let card = RecordingCard()
            let place = try #require(await service.insert(card))
            let connected = try #require(await reader.card())
            let talk = Task { while try await connected.ask(Self.echoed) != nil {} }
            #expect(await card.next(2).count == 2)
            await service.remove(from: place)
            _ = await talk.result
        }
        #expect(log.all == [])
    }

    @Test("the log tells a mute card from one that is taken away", arguments: [true, false])
    func silence(isOnReader: Bool) async throws {
        let log = RecordedLog()
        let reader = try await ReaderPeer.listen()
        let service = VirtualCardService(first: reader.address, logger: log.logger)
        let place = try #require(await service.insert(RecordingCard(isOnReader: isOnReader)))
        let connected = try #require(await reader.card())
        // It says more before the answer that does not come.
        try await connected.say([0, 2] + RecordingCard.isMute + [0, 1, 4, 0, 1, 4])
        #expect(await connected.answers.reduce(into: 0) { count, _ in count += 1 } == 0)
        #expect(await reader.card() != nil)
        await service.remove(from: place)
        #expect(log.all == (isOnReader ? ["card waits for its reader reason=cardMute"] : []))
    }

    @Test func eachCardLiesOnAReaderOfItsOwn() async throws {
        let service = Self.service(at: ReaderAddress(host: "127.0.0.1", port: 65_533))
        let first = try #require(await service.insert(RecordingCard()))
        let second = try #require(await service.insert(RecordingCard()))
        let third = try #require(await service.insert(RecordingCard()))
        #expect([first, second, third].map(\.port) == [65_533, 65_534, 65_535])
        #expect(await service.insert(RecordingCard()) == nil, "there is no port after the last")
        await service.remove(from: second)
        await service.remove(from: second)
        #expect(await service.insert(RecordingCard()) == second)
        for place in [first, second, third] {
            await service.remove(from: place)
        }
    }

    @Test func atTheEndAllCardsAreTakenOut() async throws {
        let reader = try await ReaderPeer.listen()
        let service = Self.service(at: reader.address)
        let card = RecordingCard()
        _ = try #require(await service.insert(card))
        let connected = try #require(await reader.card())
        try await connected.say([0, 1, 1, 0, 2] + RecordingCard.waits)
        #expect(await card.next(2) == [.powerOn, .command(RecordingCard.waits)])
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(services: [service], logger: Logger(label: "test"))
        )
        async let end: Void = group.run()
        await group.triggerGracefulShutdown()
        try await end
        #expect(await connected.answer() == nil)
        #expect(await card.next(2) == [.commandCancelled, .powerOff])
        #expect(await service.insert(RecordingCard()) == nil, "no card comes to a process that ends")
    }
}

import Activation
import OTPCore
import Testing

@testable import ActivationHTTP

/// The outbox as a script: what happens, and what it says is to be done.
struct WebhookOutboxTests {
    private static func message(_ id: String) throws -> WebhookMessage {
        let serialNumber = try SerialNumber("0001")
        let time = UnixTime(milliseconds: 1_795_348_800_000)
        let record = TokenRecord(
            serialNumber: serialNumber,
            kind: .codeDisplay,
            algorithm: .sha1,
            movingFactor: .time(try TOTP(digits: 6, timeStep: 30)),
            importedAt: time
        )
        var blocked = record
        var dossier = Dossier(.device(serialNumber), token: record, holder: nil, held: [])
        let before = dossier
        _ = dossier.block(.permanent, at: time)
        blocked = try #require(dossier.token)
        #expect(blocked.block == .permanent)
        let change = try #require(DeviceChange.changes(from: before, to: dossier, at: time).first)
        return WebhookMessage(change, id: id)
    }

    private let start = ContinuousClock.now

    @Test func messagesAreSentInTheirOrder() throws {
        var outbox = WebhookOutbox()
        #expect(outbox.nextAction(at: self.start) == .rest)
        let (one, two) = (try Self.message("1"), try Self.message("2"))
        let areKept = [outbox.changed(one), outbox.changed(two)]
        #expect(areKept == [true, true])
        #expect(outbox.nextAction(at: self.start) == .send(one))
        outbox.delivered()
        #expect(outbox.nextAction(at: self.start) == .send(two))
        outbox.delivered()
        #expect(outbox.nextAction(at: self.start) == .rest)
        #expect(outbox.figures == .init(delivered: 2))
    }

    @Test func aFailingReceiverIsGivenTwiceTheTimeEachTime() throws {
        var outbox = WebhookOutbox()
        let message = try Self.message("1")
        _ = outbox.changed(message)
        var now = self.start
        for seconds in [1, 2, 4, 8, 16, 32, 60, 60, 60] {
            #expect(outbox.nextAction(at: now) == .send(message))
            let isLost = outbox.failed(at: now)
            #expect(!isLost)
            let next = now + .seconds(seconds)
            #expect(outbox.nextAction(at: now) == .wait(until: next))
            now = next
        }
        #expect(outbox.nextAction(at: now) == .send(message))
        let isLost = outbox.failed(at: now)
        #expect(isLost)
        #expect(outbox.nextAction(at: now) == .rest)
        #expect(outbox.figures == .init(failedAttempts: 10, dropped: 1))
    }

    @Test func theNextMessageStartsWithAShortPauseAgain() throws {
        var outbox = WebhookOutbox()
        _ = outbox.changed(try Self.message("1"))
        _ = outbox.changed(try Self.message("2"))
        for _ in 0..<3 { _ = outbox.failed(at: self.start) }
        outbox.delivered()
        _ = outbox.failed(at: self.start)
        #expect(outbox.nextAction(at: self.start) == .wait(until: self.start + .seconds(1)))
    }

    @Test func aFullOutboxDropsWhatIsNew() throws {
        var outbox = WebhookOutbox()
        let message = try Self.message("1")
        for _ in 0..<WebhookOutbox.capacity {
            let isKept = outbox.changed(message)
            #expect(isKept)
        }
        let isKept = outbox.changed(message)
        #expect(!isKept)
        #expect(outbox.figures == .init(dropped: 1, waiting: WebhookOutbox.capacity))
    }

    @Test func whoStopsSendsWhatIsLeftAndThenEnds() throws {
        var outbox = WebhookOutbox()
        let message = try Self.message("1")
        _ = outbox.changed(message)
        for _ in 0..<5 { _ = outbox.failed(at: self.start) }
        let deadline = self.start + .seconds(10)
        outbox.stopping(by: deadline)
        #expect(outbox.nextAction(at: self.start) == .send(message))
        let isLost = outbox.failed(at: self.start)
        #expect(!isLost)
        // The pause would be longer than there is time.
        #expect(outbox.nextAction(at: self.start) == .wait(until: deadline))
        #expect(outbox.nextAction(at: deadline) == .end)
        #expect(outbox.figures == .init(failedAttempts: 6, dropped: 1))
    }

    @Test func whoStopsWithNothingLeftEndsAtOnce() {
        var outbox = WebhookOutbox()
        outbox.stopping(by: self.start + .seconds(10))
        #expect(outbox.nextAction(at: self.start) == .end)
    }
}

import Bench
import OTPDevices
import Testing

@Suite struct EventHubTests {
    private func event(_ milliseconds: Int64) -> BenchEvent {
        BenchEvent(time: Instant(milliseconds: milliseconds), serialNumber: nil, occurrence: .deviceRemoved)
    }

    @Test func eventsComeInOrderWithNumbersThatRiseByOne() async throws {
        let hub = EventHub(capacity: 8, firstNumber: 100)
        var reader = hub.read(after: nil)
        hub.publish(self.event(1))
        hub.publish(self.event(2))
        let batch = try #require(await reader.nextBatch())
        #expect(batch.lost == 0)
        #expect(batch.events.map(\.number) == [100, 101])
        #expect(batch.events.map(\.event.time.milliseconds) == [1, 2])
    }

    @Test func aReaderGoesOnAfterTheLastEventItSaw() async throws {
        let hub = EventHub(capacity: 8, firstNumber: 1)
        for time in 1...5 {
            hub.publish(self.event(Int64(time)))
        }
        var reader = hub.read(after: 3)
        #expect(try #require(await reader.nextBatch()).events.map(\.number) == [4, 5])
    }

    @Test func aSlowReaderIsToldHowManyEventsItMissed() async throws {
        let hub = EventHub(capacity: 4, firstNumber: 1)
        var reader = hub.read(after: nil)
        for time in 1...10 {
            hub.publish(self.event(Int64(time)))
        }
        let batch = try #require(await reader.nextBatch())
        #expect(batch.lost == 6)
        #expect(batch.events.map(\.number) == [7, 8, 9, 10])
    }

    @Test(arguments: [0, 999, UInt64.max])
    func aNumberOfAnotherRunMeansThatEventsWereMissed(_ number: UInt64) async throws {
        let hub = EventHub(capacity: 4, firstNumber: 500)
        hub.publish(self.event(1))
        var reader = hub.read(after: number)
        #expect(try #require(await reader.nextBatch()).lost > 0)
    }

    @Test func closingEndsAllReading() async {
        let hub = EventHub(capacity: 4, firstNumber: 1)
        let task = Task {
            var reader = hub.read(after: nil)
            return await reader.nextBatch() == nil
        }
        hub.close()
        #expect(await task.value)
    }

    @Test func aCancelledReaderStopsWaiting() async {
        let hub = EventHub(capacity: 4, firstNumber: 1)
        let task = Task {
            var reader = hub.read(after: nil)
            return await reader.nextBatch() == nil
        }
        task.cancel()
        #expect(await task.value)
    }
}

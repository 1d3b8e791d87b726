import Bench
import BenchSupport
import CTAPHID
import FIDOAuthenticator
import Foundation
import OTPCore
import Synchronization
import Testing

@Suite struct ChipStateTests {
    /// A disk that keeps every state it was given, and from a certain write on takes none.
    private final class Disk: DeviceStore {
        struct Contents {
            var written: [ChipSnapshot] = []
            var room = Int.max
        }

        let contents: Mutex<Contents>

        init(room: Int = .max) {
            self.contents = Mutex(Contents(room: room))
        }

        var isLasting: Bool { true }
        var written: [ChipSnapshot] { self.contents.withLock { $0.written } }

        func load() async throws(StoreError) -> StoredBench {
            StoredBench(devices: [], clock: StoredClock(), complaints: [])
        }

        func store(_ records: [DeviceRecord]) async throws(StoreError) {
            let isFull = self.contents.withLock { contents in
                guard contents.written.count < contents.room else { return true }
                for case .chip(let snapshot) in records.map(\.snapshot) {
                    contents.written.append(snapshot)
                }
                return false
            }
            if isFull {
                throw .failed(path: "disk", reason: "full")
            }
        }

        func remove(_ serialNumber: SerialNumber, revision: UInt64) async throws(StoreError) {}
        func store(clock: StoredClock) async throws(StoreError) {}
    }

    /// What a simple chip would have: all that a request may change, and nothing of how.
    private struct Model: Equatable {
        var credentials = 0
        var counter: UInt32 = 0

        init() {}

        init(_ snapshot: ChipSnapshot) {
            self.credentials = snapshot.state.credentials.count
            self.counter = snapshot.state.signatureCounter
        }

        mutating func serve(_ request: Request) {
            switch request {
            case .make: self.credentials += 1
            case .use: self.counter += 1
            }
        }
    }

    private enum Request: CaseIterable {
        case make
        case use

        func bytes(_ number: Int) -> [UInt8] {
            switch self {
            case .make: ChipDesk.makeCredential(user: UInt8(number))
            case .use: ChipDesk.getAssertion
            }
        }
    }

    /// Time stands still, so that no host loses patience however busy this machine is.
    private static var standing: UptimeClock { ManualUptime().clock }

    private static let script: [Request] = [.make, .use, .use, .make, .use, .make, .make, .use, .use, .use]

    @Test func whatIsAnsweredIsStoredAndNothingIsStoredThatNobodyAskedFor() async throws {
        let disk = Disk()
        let desk = try await ChipDesk(store: disk, uptime: Self.standing)
        var model = Model()
        var allowed = [model]
        for (number, request) in Self.script.enumerated() {
            #expect(try await desk.ask(request.bytes(number)).first == 0)
            model.serve(request)
            allowed.append(model)
            #expect(Model(try #require(disk.written.last)) == model)
        }
        // Each write is the state before or after some request.
        for snapshot in disk.written {
            #expect(allowed.contains(Model(snapshot)))
        }
    }

    @Test func cutAtEveryWriteItGoesOnFromAStateThatAnUninterruptedRunHas() async throws {
        let whole = Disk()
        let desk = try await ChipDesk(store: whole, uptime: Self.standing)
        for (number, request) in Self.script.enumerated() {
            _ = try await desk.ask(request.bytes(number))
        }
        let writes = whole.written.count
        #expect(writes > Self.script.count)
        for room in 1..<writes {
            let disk = Disk(room: room)
            let desk = try await ChipDesk(store: disk, uptime: Self.standing)
            var model = Model()
            var answered = 0
            for (number, request) in Self.script.enumerated() {
                guard try await desk.ask(request.bytes(number)).first == 0 else { break }
                model.serve(request)
                answered += 1
            }
            #expect(answered < Self.script.count)
            // What could not be stored did not happen, for the one that runs on and for the one that starts again.
            let left = try #require(disk.written.last)
            #expect(Model(left) == model)
            #expect(Model(try await desk.chip.snapshot()) == model)
            let again = try await ChipDesk(uptime: Self.standing, connection: ChipConnection())
            _ = try await again.registry.restore(.chip(left), allowingCounterRollback: false)
            for (number, request) in Self.script.enumerated().dropFirst(answered) {
                #expect(try await again.ask(request.bytes(number)).first == 0)
                model.serve(request)
                #expect(Model(try await again.chip.snapshot()) == model)
            }
        }
    }

    @Test func aChipComesBackAsItWasFromADirectoryAndPluggedIn() async throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "bench-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let before: ChipSnapshot
        do {
            let desk = try await ChipDesk(store: StateDirectory(path: path))
            _ = try await desk.ask(ChipDesk.makeCredential(user: 1))
            var change = ChipFaultChange()
            change.hasCounterGoingBack = true
            _ = try await desk.chip.apply(change)
            before = try await desk.chip.snapshot()
        }
        let desk = try await ChipDesk(store: StateDirectory(path: path))
        #expect(try await desk.chip.snapshot() == before)
        let running = Task { await desk.registry.run() }
        while (try? await desk.ask([0x04]).first) != 0 {
            await Task.yield()
        }
        #expect(try await desk.ask(ChipDesk.getAssertion).first == 0)
        running.cancel()
        await running.value
    }
}

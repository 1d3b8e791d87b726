import CPCSC
import Foundation
import Synchronization

/// The readers of this machine and the cards in them.
package enum CardReaders {
    /// Readers and cards at one moment.
    package enum Snapshot: Equatable, Sendable {
        case readers([ReaderState])
        /// The resource manager cannot be asked; it is tried again.
        case unavailable(PCSCError)
    }

    /// The name under which pcscd tells of readers that come and go.
    private static let notification = #"\\?PnP?\Notification"#

    /// The longest single wait: the resource manager can lose a cancellation and, before pcsc-lite 2.3, a reader that comes at
    /// the wrong moment, so that readers are listed again at least this often.
    private static let longestWait = 1000

    /// The readers now.
    ///
    /// It blocks while pcscd starts, some hundred milliseconds at most.
    package static func list() throws(PCSCError) -> [ReaderState] {
        let manager = try ResourceManagerContext.established()
        return try Self.states(of: manager)
    }

    /// Snapshots: the first at once, another after each change.
    package static func snapshots() -> AsyncStream<Snapshot> {
        AsyncStream(bufferingPolicy: .bufferingNewest(16)) { continuation in
            let hasEnded = Flag()
            continuation.onTermination = { _ in hasEnded.set() }
            let thread = Thread { Self.watch(into: continuation, until: hasEnded) }
            thread.name = "card readers"
            thread.start()
        }
    }

    private static func watch(into snapshots: AsyncStream<Snapshot>.Continuation, until hasEnded: Flag) {
        var last: Snapshot?
        while !hasEnded.isSet {
            do throws(PCSCError) {
                let manager = try ResourceManagerContext.established()
                while !hasEnded.isSet {
                    let states = try Self.states(of: manager)
                    if last != .readers(states) {
                        last = .readers(states)
                        snapshots.yield(.readers(states))
                    }
                    let known = states.map { ($0.name, $0.raw) } + [(Self.notification, DWORD(states.count) << 16)]
                    _ = try manager.states(of: known, waiting: Self.longestWait)
                }
            } catch {
                // A reader that has gone meanwhile is seen when they are listed again.
                guard error != .unknownReader, error != .readerUnavailable else { continue }
                if last != .unavailable(error) {
                    last = .unavailable(error)
                    snapshots.yield(.unavailable(error))
                }
                Thread.sleep(forTimeInterval: 0.25)
            }
        }
    }

    private static func states(of manager: borrowing ResourceManagerContext) throws(PCSCError) -> [ReaderState] {
        while true {
            let names = try manager.readerNames()
            guard !names.isEmpty else { return [] }
            do throws(PCSCError) {
                return try manager.states(of: names.map { ($0, DWORD(SCARD_STATE_UNAWARE)) }, waiting: 0)
            } catch .unknownReader {
                continue
            }
        }
    }
}

/// Something that is set once.
private final class Flag: Sendable {
    private let value = Atomic(false)

    var isSet: Bool { self.value.load(ordering: .acquiring) }

    func set() { self.value.store(true, ordering: .releasing) }
}

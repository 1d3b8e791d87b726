import PCSCTransport
import USBTransport

/// The security keys and card readers of this machine at one moment.
struct FoundTokens {
    enum Change: String {
        case arrived
        case left
        case changed
    }

    /// USB and PC/SC.
    static let transportCount = 2

    var tokens: [FoundToken] { self.keys + self.readers }

    /// Errors of transports, one sentence each.
    var problems: [String] { [self.keyProblem, self.readerProblem].compactMap { $0 } }

    private var keys: [FoundToken] = []
    private var readers: [FoundToken] = []
    private var keyProblem: String?
    private var readerProblem: String?

    static func now() -> FoundTokens {
        var found = FoundTokens()
        do {
            found.keys = try USBDevices.list().compactMap { FoundToken($0) }
        } catch {
            found.keyProblem = "USB: \(error)"
        }
        do {
            found.readers = try CardReaders.list().map { FoundToken($0) }
        } catch {
            found.readerProblem = "card readers: \(error)"
        }
        return found
    }

    /// Snapshots: the first at once, another after each change.
    static func changes() -> AsyncStream<FoundTokens> {
        AsyncStream { continuation in
            let task = Task {
                await withTaskGroup(of: Void.self) { group in
                    let found = Latest()
                    group.addTask { await Self.watchKeys { await found.change($0, continuation) } }
                    group.addTask { await Self.watchReaders { await found.change($0, continuation) } }
                }
                continuation.finish()
            }
            continuation.onTermination = { _ in task.cancel() }
        }
    }

    private typealias Report = @Sendable (@Sendable (inout FoundTokens) -> Void) async -> Void

    private static func watchKeys(_ report: Report) async {
        do {
            for try await devices in USBDevices.snapshots() {
                await report { found in found.keys = devices.compactMap { FoundToken($0) } }
            }
        } catch {
            await report { found in found.keyProblem = "USB: \(error)" }
        }
    }

    private static func watchReaders(_ report: Report) async {
        for await snapshot in CardReaders.snapshots() {
            await report { found in
                switch snapshot {
                case .readers(let states):
                    found.readers = states.map { FoundToken($0) }
                    found.readerProblem = nil
                case .unavailable(let error):
                    found.readers = []
                    found.readerProblem = "card readers: \(error)"
                }
            }
        }
    }

    private actor Latest {
        private var found = FoundTokens()

        func change(
            _ body: @Sendable (inout FoundTokens) -> Void,
            _ changes: AsyncStream<FoundTokens>.Continuation
        ) {
            body(&self.found)
            changes.yield(self.found)
        }
    }
}

extension [FoundToken] {
    /// Differences from an earlier list.
    func changes(from before: [FoundToken]) -> [(FoundTokens.Change, FoundToken)] {
        let left = before.filter { old in !self.contains { $0.isAtPlace(of: old) } }
        return left.map { (.left, $0) }
            + self.compactMap { token in
                guard let old = before.first(where: { $0.isAtPlace(of: token) }) else { return (.arrived, token) }
                return old == token ? nil : (.changed, token)
            }
    }
}

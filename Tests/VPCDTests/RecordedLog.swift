import Logging
import Synchronization

/// What was logged at the level of information or above.
final class RecordedLog: Sendable {
    private let lines = Mutex<[String]>([])

    private struct Handler: LogHandler {
        let log: RecordedLog
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.info

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { self.metadata[key] }
            set { self.metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let reason = event.metadata?["reason"].map { " reason=\($0)" } ?? ""
            self.log.lines.withLock { $0.append("\(event.message)\(reason)") }
        }
    }

    var logger: Logger {
        Logger(label: "test", factory: { _ in Handler(log: self) })
    }

    var all: [String] {
        self.lines.withLock { $0 }
    }
}

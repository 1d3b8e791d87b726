package import Logging

/// Writes every event as one JSON object in one line.
package struct JSONLogHandler: LogHandler {
    package var logLevel = Logger.Level.info
    package var metadata: Logger.Metadata = [:]
    package var metadataProvider: Logger.MetadataProvider?

    private let label: String
    private let write: @Sendable ([UInt8]) -> Void

    private struct Line: Encodable {
        let time: String
        let level: String
        let message: String
        let logger: String
        let metadata: [String: JSONLogValue]?
    }

    /// - Parameters:
    ///   - label: The logger's name.
    ///   - metadataProvider: What is added to every event.
    ///   - write: Takes a line with its end.
    package init(
        label: String,
        metadataProvider: Logger.MetadataProvider?,
        write: @escaping @Sendable ([UInt8]) -> Void
    ) {
        self.label = label
        self.metadataProvider = metadataProvider
        self.write = write
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { self.metadata[key] }
        set { self.metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        let metadata = self.metadata(of: event)
        let line = Line(
            time: self.timeText,
            level: event.level.rawValue,
            message: event.message.description,
            logger: self.label,
            metadata: metadata.isEmpty ? nil : metadata.mapValues(JSONLogValue.init)
        )
        self.write(JSONText.encode(line) + [0x0A])
    }
}

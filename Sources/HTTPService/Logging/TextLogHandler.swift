package import Logging

/// Writes every event as one line for people: time, level, logger, `name=value` for all metadata, and the message.
package struct TextLogHandler: LogHandler {
    package var logLevel = Logger.Level.info
    package var metadata: Logger.Metadata = [:]
    package var metadataProvider: Logger.MetadataProvider?

    private let label: String
    private let write: @Sendable ([UInt8]) -> Void

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
        var line = "\(self.timeText) \(event.level.rawValue) \(self.label):"
        for (name, value) in metadata.sorted(by: { $0.key < $1.key }) {
            line += " \(name)=\(LogText.quoted("\(value)"))"
        }
        line += " [\(event.source)] \(LogText.inLine(event.message.description))\n"
        self.write(Array(line.utf8))
    }
}

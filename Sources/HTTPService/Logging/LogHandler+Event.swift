import Foundation
import Logging
import TimeText

extension LogHandler {
    /// All metadata of an event: the handler's own, the provider's, those given and the error.
    func metadata(of event: LogEvent) -> Logger.Metadata {
        var metadata = self.metadata
        if let provided = self.metadataProvider?.get() { metadata.merge(provided) { _, new in new } }
        if let given = event.metadata { metadata.merge(given) { _, new in new } }
        if let error = event.error { metadata["error"] = "\(error)" }
        return metadata
    }

    /// The current time as a line of the log has it, RFC 3339.
    var timeText: String {
        RFC3339.text(milliseconds: Int64((Date().timeIntervalSince1970 * 1000).rounded(.down)))
    }
}

import Foundation
import Logging

/// How a service writes its log on standard error.
package enum LogFormat: String, CaseIterable, Sendable {
    /// Lines for people.
    case text

    /// One JSON object a line, for programs: `time`, `level`, `message`, `logger`, and `metadata` if there is any.
    case json

    /// Makes this the log of the process; once, before the first logger.
    package func bootstrap() {
        // One write, so that lines of two threads do not mix.
        let write: @Sendable ([UInt8]) -> Void = { line in FileHandle.standardError.write(Data(line)) }
        switch self {
        case .text:
            LoggingSystem.bootstrap(
                { label, provider in TextLogHandler(label: label, metadataProvider: provider, write: write) },
                metadataProvider: RequestTrace.provider
            )
        case .json:
            LoggingSystem.bootstrap(
                { label, provider in JSONLogHandler(label: label, metadataProvider: provider, write: write) },
                metadataProvider: RequestTrace.provider
            )
        }
    }
}

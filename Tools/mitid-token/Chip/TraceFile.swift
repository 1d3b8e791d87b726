import ChipQualification
import CommandLineTool
import Foundation
import Synchronization
import TokenQuality

/// `trace.jsonl`: every exchange with a token in a line of JSON, as it comes.
final class TraceFile: Sendable {
    private struct Line: Encodable {
        /// Microseconds since the file was begun.
        let at: UInt64
        let check: String
        let form: String
        let request: String
        let response: String?
        let microseconds: UInt64
    }

    private let start = ContinuousClock.now
    private let file: Mutex<FileHandle>

    /// Begins the file in the folder of a report.
    init(in folder: URL) throws(UnusableInput) {
        let url = folder.appendingPathComponent("trace.jsonl")
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try Data().write(to: url)
            self.file = Mutex(try FileHandle(forWritingTo: url))
        } catch {
            throw UnusableInput("--trace: \(url.relativePath) cannot be written")
        }
    }

    /// Writes an exchange; one that does not fit on the disk is lost.
    func add(_ event: RunEvent) {
        guard case .exchanged(let check, let exchange) = event else { return }
        let kept = exchange.withoutSecrets
        let (seconds, attoseconds) = (ContinuousClock.now - self.start).components
        let line = Line(
            at: UInt64(clamping: seconds) &* 1_000_000 &+ UInt64(clamping: attoseconds / 1_000_000_000_000),
            check: check,
            form: kept.form.rawValue,
            request: Hexadecimal.text(of: kept.request),
            response: kept.response.map { Hexadecimal.text(of: $0) },
            microseconds: kept.microseconds
        )
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        guard let data = try? encoder.encode(line) else { return }
        self.file.withLock { try? $0.write(contentsOf: data + Data("\n".utf8)) }
    }
}

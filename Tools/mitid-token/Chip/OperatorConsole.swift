import CommandLineTool
import Foundation
import Glibc

/// Questions on standard error, and answers from standard input.
///
/// A wait for an answer ends with its task, so that Ctrl-C works at every prompt.
actor OperatorConsole {
    private static let lineLimit = 256
    private var bytes: [UInt8] = []

    /// One line without its end; `nil` at the end of the input, and if the task is cancelled.
    func ask(_ prompt: String) async -> String? {
        Self.write("\u{07}" + PrintableText.line(prompt))
        while !Task.isCancelled {
            if let end = self.bytes.firstIndex(of: UInt8(ascii: "\n")) {
                let line = self.bytes[..<end]
                self.bytes.removeFirst(end + 1)
                return String(validating: line.last == UInt8(ascii: "\r") ? line.dropLast() : line, as: UTF8.self)
            }
            guard self.bytes.count <= Self.lineLimit else { return nil }
            var descriptor = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
            guard unsafe poll(&descriptor, 1, 0) > 0 else {
                try? await Task.sleep(for: .milliseconds(50), clock: .continuous)
                continue
            }
            var chunk = [UInt8](repeating: 0, count: 256)
            let count = unsafe read(STDIN_FILENO, &chunk, chunk.count)
            guard count > 0 else { return nil }
            self.bytes += chunk.prefix(count)
        }
        return nil
    }

    /// A line for the person at the token.
    static func show(_ text: String) {
        self.write("\u{07}\n  >>>>>>  \(PrintableText.line(text))  <<<<<<\n\n")
    }

    private static func write(_ text: String) {
        FileHandle.standardError.write(Data(text.utf8))
    }
}

import ActivationHTTP
import CommandLineTool
import Foundation
import Glibc

/// One line on a terminal that says how far an import has come; nothing anywhere else.
struct ImportProgress {
    private let byteCount: Int?
    private let isTerminal = isatty(STDERR_FILENO) == 1
    private var lastShown = ContinuousClock.now

    init(of file: ContainerFile) {
        self.byteCount = file.byteCount
    }

    mutating func show(_ report: ImportReport, bytesRead: Int) {
        let now = ContinuousClock.now
        guard self.isTerminal, now - self.lastShown > .milliseconds(200) else { return }
        self.lastShown = now
        var line = "\r" + report.total.counted("record")
        if let byteCount = self.byteCount, byteCount > 0 { line += ", \(bytesRead * 100 / byteCount) %" }
        self.write(line + "\u{1B}[K")
    }

    func clear() {
        guard self.isTerminal else { return }
        self.write("\r\u{1B}[K")
    }

    private func write(_ text: String) {
        FileHandle.standardError.write(Data(text.utf8))
    }
}

import CommandLineTool
import Foundation

/// The names of the tokens in the order of the tray.
enum BatchLabels: Sendable {
    /// Known from the beginning: numbers, or the lines of a file.
    case listed([String])
    /// Lines of a barcode reader as they come.
    case scanned(AsyncStream<String>)

    init(_ options: BatchOptions) throws(UnusableInput) {
        switch options.labels {
        case nil:
            let count = options.count ?? 0
            let width = max(3, "\(count)".count)
            self = .listed(
                (1...max(count, 1)).map { number in
                    let digits = "\(number)"
                    return String(repeating: "0", count: width - digits.count) + digits
                }
            )
        case "-"?:
            self = .scanned(Self.standardInput())
        case let path?:
            let labels = try Self.lines(of: path, for: "--labels \(path)")
            var seen: Set<String> = []
            for (index, label) in labels.enumerated() {
                guard TokenLabel.isUsable(label) else {
                    throw UnusableInput("--labels \(path): label \(index + 1) must be \(TokenLabel.form)")
                }
                guard seen.insert(label).inserted else {
                    throw UnusableInput("--labels \(path): label \(index + 1), \(label), stands there twice")
                }
            }
            if let count = options.count, count != labels.count {
                throw UnusableInput("--labels \(path): \(labels.count) labels, but --count is \(count)")
            }
            self = .listed(labels)
        }
    }

    /// The lines of a file that hold anything.
    static func lines(of path: String, for source: String) throws(UnusableInput) -> [String] {
        let text = String(decoding: try BoundedFile.bytes(of: path, for: source), as: UTF8.self)
        let lines = text.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }
        let labels = lines.filter { !$0.isEmpty }
        guard !labels.isEmpty else { throw UnusableInput("\(source): holds no line") }
        guard labels.count <= BatchOptions.countLimit else {
            throw UnusableInput("\(source): holds more than \(BatchOptions.countLimit) lines")
        }
        return labels
    }

    /// Lines of standard input, read by a thread that ends with the process.
    private static func standardInput() -> AsyncStream<String> {
        AsyncStream { continuation in
            let thread = Thread {
                while let line = readLine() { continuation.yield(line.trimmingCharacters(in: .whitespaces)) }
                continuation.finish()
            }
            thread.start()
        }
    }
}

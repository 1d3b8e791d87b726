import ArgumentParser
import CommandLineTool
import Foundation
import LibCrypto
import PSKC

/// Which container a command reads, and what opens it.
struct ContainerOptions: ParsableArguments {
    @Argument(help: ArgumentHelp("The container, or - for standard input.", valueName: "file"))
    var file: String

    @Option(help: ArgumentHelp("The pre-shared key in hexadecimal.", valueName: "hex"))
    var keyHex: String?

    @Option(
        help: ArgumentHelp(
            "A file whose one line is the pre-shared key in hexadecimal.",
            discussion: "Arguments can be seen by other users of the machine; this way the key cannot.",
            valueName: "file"
        )
    )
    var keyFile: String?

    @Option(help: ArgumentHelp("A file whose one line is the password, taken as it is.", valueName: "file"))
    var passwordFile: String?

    @Flag(help: "Let the Id of a key stand for the serial number where the file has none.")
    var keyIDAsSerial = false

    private static let chunkByteCount = 64 << 10

    /// Reads the file and delivers its records; what ends the reading early is thrown with the name of the file.
    ///
    /// Returns whether there is a signature, which nobody has checked.
    func read(_ deliver: (consuming PSKCRecord) throws -> Void) throws -> Bool {
        var options = PSKCReaderOptions()
        options.takesKeyIDForSerialNumber = self.keyIDAsSerial
        let key = try self.key()
        let handle = try self.open()
        do {
            var reader = try PSKCReader(options: options, key: key)
            while let chunk = try self.chunk(of: handle) {
                try reader.feed(chunk.span)
                while let record = try reader.next() { try deliver(record) }
            }
            try reader.finish()
            while let record = try reader.next() { try deliver(record) }
            return reader.hasUncheckedSignature
        } catch let error as PSKCError {
            throw UnusableInput("\(self.file): \(error)")
        }
    }

    private func open() throws -> FileHandle {
        if self.file == "-" { return .standardInput }
        do {
            return try FileHandle(forReadingFrom: URL(filePath: self.file))
        } catch {
            throw UnusableInput("\(self.file): cannot be read")
        }
    }

    /// The next bytes; nil at the end of the file.
    private func chunk(of handle: FileHandle) throws -> [UInt8]? {
        do {
            guard let data = try handle.read(upToCount: Self.chunkByteCount), !data.isEmpty else { return nil }
            return [UInt8](data)
        } catch {
            throw UnusableInput("\(self.file): cannot be read to its end")
        }
    }

    private func key() throws -> ContainerKey? {
        let given = [
            ("--key-hex", self.keyHex), ("--key-file", self.keyFile), ("--password-file", self.passwordFile),
        ].filter { $0.1 != nil }
        guard let (option, value) = given.first, let value else { return nil }
        guard given.count == 1 else { throw UnusableInput("\(option) and \(given[1].0): give one key only") }
        switch option {
        case "--key-hex":
            return .preShared(try KeyText.key(hex: value, from: option))
        case "--key-file":
            let source = "\(option) \(value)"
            return .preShared(try KeyText.key(hex: try OneLineFile.line(of: value, for: source), from: source))
        default:
            let line = try OneLineFile.line(of: value, for: "\(option) \(value)")
            return .password(SecretBytes(copying: line.utf8.span))
        }
    }
}

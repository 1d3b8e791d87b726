import ArgumentParser
import CommandLineTool
import Foundation
import LibCrypto
import PSKC

/// `mitid-token pskc convert`.
struct PSKCConvertCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "convert",
        abstract: "Write the good keys of a container into a new one, under another key or in the clear.",
        discussion: """
            The new file is RFC 6030 version 1.0, with everything the old one says of a
            key in the elements of section 4; extensions and a signature are left out.
            Rejected records are left out too, and named on standard error. Under
            --to-key-file the secrets are encrypted with AES-CBC, by the length of the
            key, and HMAC-SHA-256.

            EXAMPLES
              mitid-token pskc convert old.pskcxml new.pskcxml --password-file old.pass \\
                --to-key-file new.key
              mitid-token pskc convert old.pskcxml - --key-file old.key --plain | …
            """
    )

    @OptionGroup
    var container: ContainerOptions

    @Argument(
        help: ArgumentHelp(
            "The file to write, or - for standard output; it must not exist.",
            valueName: "new-file"
        )
    )
    var output: String

    @Option(help: ArgumentHelp("A file whose one line is the new key in hexadecimal.", valueName: "file"))
    var toKeyFile: String?

    @Option(help: ArgumentHelp("The name of the new key.", valueName: "name"))
    var toKeyName = "Pre-shared-key"

    @Flag(help: "Write the secrets in the clear.")
    var plain = false

    func run() throws {
        let encryption = try self.encryption()
        var writer = PSKCWriter(encryption: encryption)
        let file = try NewFile(path: self.output)
        var rejectedCount = 0
        do {
            let begin = { (containerID: String?) in
                writer = PSKCWriter(containerID: containerID, encryption: encryption)
                try file.write(writer.start())
            }
            _ = try self.container.read(begin: begin) { record in
                switch consume record {
                case .key(let key):
                    try file.write(
                        try key.secret.withBytes { secret in try writer.keyPackage(key.properties, secret: secret) }
                    )
                case .rejected(let reject):
                    rejectedCount += 1
                    FileHandle.standardError.write(Data("rejected: \(PrintableText.line(reject.description))\n".utf8))
                }
            }
            try file.write(writer.end())
            try file.close()
        } catch {
            file.remove()
            throw error
        }
        guard rejectedCount == 0 else { throw ExitCode(1) }
    }

    private func encryption() throws -> ContainerEncryption? {
        guard let path = self.toKeyFile else {
            guard self.plain else { throw UnusableInput("give --to-key-file, or --plain for secrets in the clear") }
            return nil
        }
        guard !self.plain else { throw UnusableInput("--to-key-file and --plain: give one of them") }
        let source = "--to-key-file \(path)"
        let key = try KeyText.key(hex: try OneLineFile.line(of: path, for: source), from: source)
        do throws(CipherError) {
            return try ContainerEncryption(key: key, keyName: self.toKeyName)
        } catch .keyLength(let count) {
            throw UnusableInput("\(source): a key of \(count.counted("byte")); AES takes 16, 24 or 32")
        } catch {
            throw UnusableInput("\(source): the key cannot be used")
        }
    }
}

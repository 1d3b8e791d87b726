import ArgumentParser
import CommandLineTool
import LibCrypto
import PSKC

/// What opens the encrypted values of a container.
struct ContainerKeyOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A file whose one line is the pre-shared key in hexadecimal; - is standard input.",
            valueName: "file"
        )
    )
    var containerKeyFile: String?

    @Option(
        help: ArgumentHelp("The pre-shared key in hexadecimal. \(ProcessListWarning.text)", valueName: "hex")
    )
    var keyHex: String?

    @Option(help: ArgumentHelp("A file whose one line is the password, taken as it is.", valueName: "file"))
    var passwordFile: String?

    @Option(help: ArgumentHelp("The RSA key (PEM, not encrypted) the file was encrypted for.", valueName: "file"))
    var privateKey: String?

    /// The options that were given, with their values.
    private var given: [(option: String, value: String)] {
        [
            ("--container-key-file", self.containerKeyFile), ("--key-hex", self.keyHex),
            ("--password-file", self.passwordFile), ("--private-key", self.privateKey),
        ].compactMap { option, value in value.map { (option, $0) } }
    }

    /// Whether the key comes through standard input.
    var readsStandardInput: Bool { self.given.contains { $0.option.hasSuffix("-file") && $0.value == "-" } }

    /// The key as it was given, read once for all containers.
    func source() throws(UnusableInput) -> Source? {
        guard let (option, value) = self.given.first else { return nil }
        guard self.given.count == 1 else {
            throw UnusableInput("\(option) and \(self.given[1].option): give one key only")
        }
        let name = "\(option) \(value)"
        let source: Source
        switch option {
        case "--key-hex": source = .hexadecimal(value, name: option)
        case "--container-key-file":
            source = .hexadecimal(try OneLineFile.line(of: value, for: name, holding: "key"), name: name)
        case "--password-file":
            source = .password(try OneLineFile.line(of: value, for: name, holding: "password"))
        default:
            var text = try BoundedFile.bytes(of: value, for: name)
            defer { text.wipe() }
            guard let key = RSAPrivateKey(pem: text.span) else {
                throw UnusableInput("\(name): not an unencrypted RSA key in PEM")
            }
            source = .privateKey(key)
        }
        // One that cannot be used is refused before anything is made.
        _ = try source.key()
        return source
    }

    /// Where keys come from: each container's reader owns one.
    enum Source {
        case hexadecimal(String, name: String)
        case password(String)
        case privateKey(RSAPrivateKey)

        func key() throws(UnusableInput) -> ContainerKey {
            switch self {
            case .hexadecimal(let text, let name):
                guard let key = SecretBytes(printedHex: text.utf8.span), key.count > 0 else {
                    throw UnusableInput("\(name): not an even number of hexadecimal digits")
                }
                return .preShared(key)
            case .password(let text): return .password(SecretBytes(copying: text.utf8.span))
            case .privateKey(let key): return .privateKey(key)
            }
        }
    }
}

import ArgumentParser
import CommandLineTool
import LibCrypto
import PSKC

/// What opens the encrypted values of a container.
struct ContainerKeyOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The pre-shared key in hexadecimal.", valueName: "hex"))
    var keyHex: String?

    @Option(help: ArgumentHelp("A file whose one line is the password, taken as it is.", valueName: "file"))
    var passwordFile: String?

    @Option(help: ArgumentHelp("The RSA key (PEM, not encrypted) the file was encrypted for.", valueName: "file"))
    var privateKey: String?

    /// The key for one container: each reader owns its own.
    func key() throws(UnusableInput) -> ContainerKey? {
        switch (self.keyHex, self.passwordFile, self.privateKey) {
        case (nil, nil, nil):
            return nil
        case (let hex?, nil, nil):
            guard let key = SecretBytes(hex: hex.utf8.span), key.count > 0 else {
                throw UnusableInput("--key-hex: not an even number of hexadecimal digits")
            }
            return .preShared(key)
        case (nil, let file?, nil):
            let line = try OneLineFile.line(of: file, for: "--password-file \(file)")
            return .password(SecretBytes(copying: line.utf8.span))
        case (nil, nil, let file?):
            let source = "--private-key \(file)"
            var text = try BoundedFile.bytes(of: file, for: source)
            defer { text.wipe() }
            guard let key = RSAPrivateKey(pem: text.span) else {
                throw UnusableInput("\(source): not an unencrypted RSA key in PEM")
            }
            return .privateKey(key)
        default:
            throw UnusableInput("--key-hex, --password-file and --private-key: give one key only")
        }
    }
}

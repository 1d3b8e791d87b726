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

    /// The key for one container: each reader owns its own.
    func key() throws(UnusableInput) -> ContainerKey? {
        switch (self.keyHex, self.passwordFile) {
        case (nil, nil):
            return nil
        case (let hex?, nil):
            guard let key = SecretBytes(hex: hex.utf8.span), key.count > 0 else {
                throw UnusableInput("--key-hex: not an even number of hexadecimal digits")
            }
            return .preShared(key)
        case (nil, let file?):
            let line = try OneLineFile.line(of: file, for: "--password-file \(file)")
            return .password(SecretBytes(copying: line.utf8.span))
        default:
            throw UnusableInput("--key-hex and --password-file: give one key only")
        }
    }
}

import ArgumentParser
import CommandLineTool
import OTPCore

/// Where a command takes the shared secret from: exactly one of four options.
struct SecretOptions: ParsableArguments {
    private static let warning = ProcessListWarning.text

    @Option(help: ArgumentHelp("The secret in hexadecimal. \(Self.warning)", valueName: "hex"))
    var secretHex: String?

    @Option(
        help: ArgumentHelp("The secret in Base32, as it is printed for people. \(Self.warning)", valueName: "base32")
    )
    var secretBase32: String?

    @Option(
        help: ArgumentHelp("An otpauth:// URI: the secret and all parameters. \(Self.warning)", valueName: "uri")
    )
    var uri: String?

    @Option(
        help: ArgumentHelp(
            "A file with one line, or - for standard input: hexadecimal, base32:SECRET or an otpauth:// URI.",
            discussion: "Nobody else sees it there.",
            valueName: "file"
        )
    )
    var secretFile: String?

    /// Lends the secret, and what a URI says besides, for the time of `body`.
    func withSecret<Result>(
        _ body: (borrowing SharedSecret, URIParameters?) throws -> Result
    ) throws -> Result {
        let given = [
            ("--secret-hex", self.secretHex), ("--secret-base32", self.secretBase32), ("--uri", self.uri),
            ("--secret-file", self.secretFile),
        ].filter { $0.1 != nil }
        guard let source = given.first, let value = source.1 else {
            throw UnusableInput("no secret: give --secret-hex, --secret-base32, --uri or --secret-file")
        }
        guard given.count == 1 else { throw UnusableInput("\(source.0) and \(given[1].0): give one secret only") }
        switch source.0 {
        case "--secret-hex":
            return try self.withSecret(hex: value, from: source.0, body)
        case "--secret-base32":
            return try self.withSecret(base32: value, from: source.0, body)
        case "--uri":
            return try self.withSecret(uri: value, from: source.0, body)
        default:
            return try self.withSecret(line: try SecretFile.line(of: value), from: "--secret-file \(value)", body)
        }
    }

    private func withSecret<Result>(
        line: String,
        from source: String,
        _ body: (borrowing SharedSecret, URIParameters?) throws -> Result
    ) throws -> Result {
        if line.lowercased().hasPrefix("otpauth:") {
            return try self.withSecret(uri: line, from: source, body)
        }
        if line.lowercased().hasPrefix("base32:") {
            return try self.withSecret(base32: String(line.dropFirst("base32:".count)), from: source, body)
        }
        return try self.withSecret(hex: line, from: source, body)
    }

    private func withSecret<Result>(
        hex text: String,
        from source: String,
        _ body: (borrowing SharedSecret, URIParameters?) throws -> Result
    ) throws -> Result {
        var secret: SharedSecret
        do throws(SharedSecretError) {
            secret = try SharedSecret(hex: text)
        } catch {
            throw UnusableInput("\(source): \(ErrorText.of(error, alphabet: "hexadecimal digit"))")
        }
        defer { secret.wipe() }
        return try body(secret, nil)
    }

    private func withSecret<Result>(
        base32 text: String,
        from source: String,
        _ body: (borrowing SharedSecret, URIParameters?) throws -> Result
    ) throws -> Result {
        var secret: SharedSecret
        do throws(SharedSecretError) {
            secret = try SharedSecret(base32: text)
        } catch {
            throw UnusableInput("\(source): \(ErrorText.of(error, alphabet: "Base32 character"))")
        }
        defer { secret.wipe() }
        return try body(secret, nil)
    }

    private func withSecret<Result>(
        uri text: String,
        from source: String,
        _ body: (borrowing SharedSecret, URIParameters?) throws -> Result
    ) throws -> Result {
        var key: KeyURI
        do throws(KeyURIError) {
            key = try KeyURI(parsing: text)
        } catch .unknownParameter(let position) {
            let name = ErrorText.name(of: "parameter", in: text, at: position)
            throw UnusableInput(
                "\(source): the \(name) is not known and may change the code; leave it out if it does not"
            )
        } catch {
            throw UnusableInput("\(source): \(ErrorText.of(error))")
        }
        defer { key.secret.wipe() }
        let parameters = URIParameters(movingFactor: key.movingFactor, algorithm: key.algorithm, digits: key.digits)
        return try body(key.secret, parameters)
    }
}

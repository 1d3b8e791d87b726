import ArgumentParser
import CommandLineTool
import Foundation
import LibCrypto
import PSKC

/// The key that opens a container, and how its records are read.
struct ContainerKeyOptions: ParsableArguments {
    @Option(
        name: [.customLong("key-file"), .customLong("container-key-file")],
        help: ArgumentHelp(
            "A file whose one line is the pre-shared key in hexadecimal; - is standard input.",
            valueName: "file"
        )
    )
    var keyFile: String?

    @Option(
        help: ArgumentHelp("The pre-shared key in hexadecimal. \(ProcessListWarning.text)", valueName: "hex")
    )
    var keyHex: String?

    @Option(help: ArgumentHelp("A file whose one line is the password, taken as it is.", valueName: "file"))
    var passwordFile: String?

    @Option(
        help: ArgumentHelp("The RSA key (PEM, not encrypted) the file was encrypted for.", valueName: "file")
    )
    var privateKey: String?

    @Option(
        help: ArgumentHelp(
            "The certificate (PEM or DER) of whoever has signed the container: another signature, or none, is refused.",
            valueName: "file"
        )
    )
    var signerCertificate: String?

    @Flag(help: "Let the Id of a key stand for the serial number where the file has none.")
    var keyIDAsSerial = false

    private static let chunkByteCount = 64 << 10

    /// Reads the file and delivers its records; what ends the reading early is thrown with the name of the file.
    ///
    /// With a certificate nothing is delivered before the signature was found right.
    ///
    /// - Parameters:
    ///   - file: The path of the container, or - for standard input.
    ///   - begin: Takes the *Id* of the container, once, before the first record.
    ///   - deliver: Takes a record.
    /// - Returns: What is known of the file as a whole.
    /// - Throws: `UnusableInput`, and what the closures throw.
    func read(
        _ file: String,
        begin: (String?) throws -> Void = { _ in },
        _ deliver: (consuming PSKCRecord) throws -> Void
    ) throws -> ContainerEnd {
        var options = PSKCReaderOptions()
        options.takesKeyIDForSerialNumber = self.keyIDAsSerial
        let key = try self.key(for: file)
        let handle = try self.open(file)
        let signer = try self.checkSignature(of: handle, file)
        do {
            var reader = try KeyFileReader(options: options, key: key)
            var hasBegun = false
            func drawRecords() throws {
                while let record = try reader.next() {
                    if !hasBegun { try begin(reader.containerID) }
                    hasBegun = true
                    try deliver(record)
                }
            }
            while let chunk = try self.chunk(of: handle, file) {
                try reader.feed(chunk.span)
                try drawRecords()
            }
            try reader.finish()
            try drawRecords()
            if !hasBegun { try begin(reader.containerID) }
            let unsigned = reader.hasUncheckedSignature ? ContainerSignature.notChecked : .none
            return ContainerEnd(
                signature: signer.map { signer in .verified(signer: signer) } ?? unsigned,
                remarks: reader.remarks
            )
        } catch let error as PSKCError {
            throw UnusableInput("\(file): \(error)")
        }
    }

    /// Whose signature is right; nil if none is asked for.
    private func checkSignature(of handle: FileHandle, _ file: String) throws -> String? {
        guard let path = self.signerCertificate else { return nil }
        guard file != "-" else {
            throw UnusableInput(
                "--signer-certificate: standard input is read but once, and a signature stands at its end"
            )
        }
        let source = "--signer-certificate \(path)"
        let bytes = try BoundedFile.bytes(of: path, for: source)
        guard let certificate = Certificate(file: bytes.span) else {
            throw UnusableInput("\(source): not a certificate in PEM or DER")
        }
        do {
            var check = try SignatureCheck(by: certificate)
            while try self.feed(&check, from: handle, file) {}
        } catch let error as SignatureError {
            throw UnusableInput("\(file): \(error)")
        }
        return certificate.subject
    }

    /// Feeds the whole file; whether it has to be fed once more.
    private func feed(_ check: inout SignatureCheck, from handle: FileHandle, _ file: String) throws -> Bool {
        while let chunk = try self.chunk(of: handle, file) { try check.feed(chunk.span) }
        try handle.seek(toOffset: 0)
        return try check.passEnded()
    }

    private func open(_ file: String) throws -> FileHandle {
        if file == "-" { return .standardInput }
        do {
            return try FileHandle(forReadingFrom: URL(filePath: file))
        } catch {
            throw UnusableInput(unreadable: file)
        }
    }

    /// The next bytes; nil at the end of the file.
    private func chunk(of handle: FileHandle, _ file: String) throws -> [UInt8]? {
        do {
            guard let data = try handle.read(upToCount: Self.chunkByteCount), !data.isEmpty else { return nil }
            return [UInt8](data)
        } catch {
            throw UnusableInput(unreadable: file)
        }
    }

    private func key(for file: String) throws -> ContainerKey? {
        let given = [
            ("--key-hex", self.keyHex), ("--key-file", self.keyFile), ("--password-file", self.passwordFile),
            ("--private-key", self.privateKey),
        ].filter { $0.1 != nil }
        guard let (option, value) = given.first, let value else { return nil }
        guard given.count == 1 else { throw UnusableInput("\(option) and \(given[1].0): give one key only") }
        guard value != "-" || file != "-" || option == "--private-key" else {
            throw UnusableInput("standard input is read but once: it cannot be the key and the container")
        }
        switch option {
        case "--key-hex":
            return .preShared(try KeyText.key(hex: value, from: option))
        case "--key-file":
            let source = "\(option) \(value)"
            let line = try OneLineFile.line(of: value, for: source, holding: "key")
            return .preShared(try KeyText.key(hex: line, from: source))
        case "--private-key":
            let source = "\(option) \(value)"
            var text = try BoundedFile.bytes(of: value, for: source)
            defer { text.wipe() }
            guard let key = RSAPrivateKey(pem: text.span) else {
                throw UnusableInput("\(source): not an unencrypted RSA key in PEM")
            }
            return .privateKey(key)
        default:
            let line = try OneLineFile.line(of: value, for: "\(option) \(value)", holding: "password")
            return .password(SecretBytes(copying: line.utf8.span))
        }
    }
}

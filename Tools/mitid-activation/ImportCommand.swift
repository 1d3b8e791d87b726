import Activation
import ActivationHTTP
import ArgumentParser
import CommandLineTool
import Foundation
import HTTPService
import LibCrypto
import PSKC
import TokenRows

/// `mitid-activation import`.
struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Take the devices of key containers (RFC 6030) or tables (CSV) into the store.",
        discussion: """
            A record that cannot be used is listed on standard error with its serial
            number and the reason, and the next one taken. A device that is there already
            with the same secret is a duplicate and stays as it is; with another secret it
            is rejected as a conflict, and with the same secret but another kind, date or
            parameter as a conflict that names it. A service may run on the same store.

            A table has a serial number and a seed in each row, or a first row that names
            its columns, such as Microsoft Entra's; 'mitid-token pskc --help' says more.
            Secrets below 128 bits and traces of a spreadsheet are remarked on standard
            error.

            With each batch the place in the file is stored too. An import that was broken
            off goes on from there with --resume, counts what was done before, and lists
            the rejects after that place only.

            Encrypted containers need --container-key-file, --password-file or
            --private-key, the same for all files; every value is opened only after its
            MAC was found right. (--key-file is the file of the store's own keys.) An XML
            signature is checked with --signer-certificate, before the first record is
            taken.

            EXAMPLES
              mitid-activation import devices.pskc
              mitid-activation import makers.pskc --password-file password.txt
              mitid-activation import tokens.csv
              curl -s http://127.0.0.1:8470/v1/pskc | mitid-activation import -

            With --json: {"imported":…,"duplicates":…,"rejectedCount":…,
            "rejected":[{"serialNumber":…,"line":…,"reason":…}],"signature":…}, the list
            cut at 10000; the signature is none, notChecked or verified; "remarks":[…] if
            any.

            EXIT STATUS
              0  all records are in the store
              1  some records were rejected
              2  a file is unreadable; the records before that place are in the store
            """
    )

    @Argument(help: ArgumentHelp("Key containers or tables; - is standard input.", valueName: "file"))
    var files: [String]

    @OptionGroup(title: "Encrypted containers")
    var keyOptions: ContainerKeyOptions

    @Option(
        help: ArgumentHelp(
            "The certificate (PEM or DER) of whoever has signed the files: another signature, or none, is refused.",
            valueName: "file"
        )
    )
    var signerCertificate: String?

    @Flag(help: "Let the Id of a key stand for the serial number where a container has none.")
    var keyIDAsSerial = false

    @OptionGroup(title: "Store")
    var storeOptions: StoreOptions

    @Flag(help: "Go on where an import of the same file was broken off.")
    var resume = false

    @Flag(help: "Print one JSON value.")
    var json = false

    func run() async throws {
        guard !self.keyOptions.readsStandardInput || !self.files.contains("-") else {
            throw UnusableInput("standard input is read but once: it cannot be the key and a container")
        }
        let key = try self.keyOptions.source()
        let certificate = try self.certificate()
        // No store and no key file is made for a file that is not there.
        for file in self.files where file != "-" { _ = try ContainerFile(file) }
        let store = try await self.storeOptions.open()
        defer { store.close() }
        var total = ImportReport()
        for file in self.files {
            total.add(try await self.importFile(file, key, signedBy: certificate, into: store))
        }
        if self.json {
            FileHandle.standardOutput.write(Data(JSONText.encode(total) + [0x0A]))
        } else {
            for reject in total.rejected {
                let serialNumber = reject.serialNumber ?? "(no serial number)"
                Self.complain("line \(reject.line): rejected: \(serialNumber): \(reject.reason)")
            }
            let unlisted = total.rejectedCount - total.rejected.count
            if unlisted > 0 { Self.complain("rejected: \(unlisted) more") }
            for remark in total.remarks { Self.complain("remark: \(remark)") }
            if total.signature == .notChecked {
                Self.complain("signature not checked: no --signer-certificate was given")
            }
            print(
                "\(total.imported) imported, \(total.duplicates.counted("duplicate")), \(total.rejectedCount) rejected"
            )
        }
        guard total.rejectedCount == 0 else { throw ExitCode(1) }
    }

    private func certificate() throws(UnusableInput) -> Certificate? {
        guard let path = self.signerCertificate else { return nil }
        guard !self.files.contains("-") else {
            throw UnusableInput(
                "--signer-certificate: standard input is read but once, and a signature stands at its end"
            )
        }
        let source = "--signer-certificate \(path)"
        let bytes = try BoundedFile.bytes(of: path, for: source)
        guard let certificate = Certificate(file: bytes.span) else {
            throw UnusableInput("\(source): not a certificate in PEM or DER")
        }
        return certificate
    }

    private func importFile(
        _ name: String,
        _ key: ContainerKeyOptions.Source?,
        signedBy certificate: Certificate?,
        into store: some TokenStore
    ) async throws -> ImportReport {
        var input: ContainerFile
        let digest: String?
        do {
            input = try ContainerFile(name)
            digest = try ContainerFile.digest(of: name)
            if let certificate { try input.check(SignatureCheck(by: certificate)) }
        } catch let error as SignatureError {
            throw UnusableInput("\(name): \(error); nothing of it was imported")
        } catch let error as UnusableInput {
            throw error
        } catch {
            throw UnusableInput(unreadable: name)
        }
        let place = try await self.place(inFile: digest, of: name, store)
        var options = PSKCReaderOptions()
        options.takesKeyIDForSerialNumber = self.keyIDAsSerial
        var container = try ContainerImport(
            into: store,
            at: .now,
            after: place,
            key: try key?.key(),
            options: options,
            signature: certificate == nil ? .none : .verified
        )
        var progress = ImportProgress(of: input)
        do {
            while let chunk = try input.nextChunk() {
                try await container.feed(chunk)
                progress.show(container.report, bytesRead: input.bytesRead)
            }
            try await container.finish()
        } catch {
            progress.clear()
            // Where the container itself was at fault, that is done.
            if !(error is ContainerImportError) { try? await container.breakOff() }
            throw UnusableInput("\(name): \(Self.sentence(error)); \(container.report.imported) imported before it")
        }
        progress.clear()
        return container.report
    }

    /// Where to begin; nil where no place can be noted.
    private func place(
        inFile digest: String?,
        of name: String,
        _ store: some TokenStore
    ) async throws -> ImportPlace? {
        guard let digest else {
            guard !self.resume else {
                throw UnusableInput("--resume needs a file, for standard input is read but once")
            }
            return nil
        }
        guard self.resume else { return ImportPlace(beginningOf: digest) }
        do {
            return try await store.importPlace(ofFile: digest) ?? ImportPlace(beginningOf: digest)
        } catch {
            throw UnusableInput("\(name): \(error.sentence)")
        }
    }

    private static func sentence(_ error: any Error) -> String {
        switch error {
        case ContainerImportError.container(let error): "\(error)"
        case ContainerImportError.store(let error): error.sentence
        default: "it cannot be read to its end"
        }
    }

    private static func complain(_ line: String) {
        FileHandle.standardError.write(Data((PrintableText.line(line) + "\n").utf8))
    }
}

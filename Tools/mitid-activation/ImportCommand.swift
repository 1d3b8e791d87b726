import Activation
import ActivationHTTP
import ArgumentParser
import CommandLineTool
import Foundation
import HTTPService
import TokenRows

/// `mitid-activation import`.
struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Take the devices of RFC 6030 key containers into the store.",
        discussion: """
            A record that cannot be used is listed on standard error with its serial
            number and the reason, and the next one taken. A device that is there already
            with the same secret is a duplicate and stays as it is; with another secret it
            is rejected as a conflict. A service may run on the same store meanwhile.

            With each batch the place in the file is stored too. An import that was broken
            off goes on from there with --resume, counts what was done before, and lists
            the rejects after that place only.

            Encrypted containers need --key-hex or --password-file, the same for all files;
            every value is opened only after its MAC was found right. An import that was
            broken off is simply run again: what is there already counts as duplicate.

            EXAMPLES
              mitid-activation import devices.pskc
              mitid-activation import makers.pskc --password-file password.txt
              curl -s http://127.0.0.1:8470/v1/pskc | mitid-activation import -

            With --json: {"imported":…,"duplicates":…,"rejectedCount":…,
            "rejected":[{"serialNumber":…,"reason":…}]}, the list cut at 10000.

            EXIT STATUS
              0  all records are in the store
              1  some records were rejected
              2  a file is unreadable; the records before that place are in the store
            """
    )

    @Argument(help: ArgumentHelp("Key containers; - is standard input.", valueName: "file"))
    var files: [String]

    @OptionGroup(title: "Encrypted containers")
    var keyOptions: ContainerKeyOptions

    @OptionGroup(title: "Store")
    var storeOptions: StoreOptions

    @Flag(help: "Go on where an import of the same file was broken off.")
    var resume = false

    @Flag(help: "Print one JSON value.")
    var json = false

    func run() async throws {
        // A key that cannot be used is told before anything is made.
        _ = try self.keyOptions.key()
        let store = try await self.storeOptions.open()
        defer { store.close() }
        var total = ImportReport()
        for file in self.files {
            total.add(try await self.importFile(file, into: store))
        }
        if self.json {
            FileHandle.standardOutput.write(Data(JSONText.encode(total) + [0x0A]))
        } else {
            for reject in total.rejected {
                Self.complain("rejected: \(reject.serialNumber ?? "(no serial number)"): \(reject.reason)")
            }
            let unlisted = total.rejectedCount - total.rejected.count
            if unlisted > 0 { Self.complain("rejected: \(unlisted) more") }
            print("\(total.imported) imported, \(total.duplicates) duplicates, \(total.rejectedCount) rejected")
        }
        guard total.rejectedCount == 0 else { throw ExitCode(1) }
    }

    private func importFile(_ name: String, into store: some TokenStore) async throws -> ImportReport {
        var input: ContainerFile
        let digest: String?
        do {
            input = try ContainerFile(name)
            digest = try ContainerFile.digest(of: name)
        } catch {
            throw UnusableInput("\(name): \(error.localizedDescription)")
        }
        let place = try await self.place(inFile: digest, of: name, store)
        var container = try ContainerImport(into: store, at: .now, after: place, key: try self.keyOptions.key())
        var progress = ImportProgress(of: input)
        do {
            while let chunk = try input.nextChunk() {
                try await container.feed(chunk)
                progress.show(container.report, bytesRead: input.bytesRead)
            }
            try await container.finish()
        } catch {
            progress.clear()
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
        default: error.localizedDescription
        }
    }

    private static func complain(_ line: String) {
        FileHandle.standardError.write(Data((line + "\n").utf8))
    }
}

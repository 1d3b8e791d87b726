import Activation
import ActivationHTTP
import ArgumentParser
import CommandLineTool
import Foundation
import HTTPService
import TokenRows

/// `mitid-activation rotate-keys`.
struct RotateKeysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate-keys",
        abstract: "Seal the secrets of all devices under a new key.",
        discussion: """
            Adds a fresh key to the key file, registers its number in the store, makes it
            the key that seals, and seals every secret anew, five hundred devices at a
            time. A service may run on the store meanwhile: it reads the key file again
            when it meets a key it does not know.

            If it was interrupted, run it again: it finishes the rotation and adds no
            further key. A second rotate-keys on the same key file waits for the first.
            The old keys stay in the file, because older copies of the store need them,
            until --forget-old-keys.

            ON SEVERAL MACHINES
              mitid-activation rotate-keys --add-only ...    adds the key, seals nothing
              copy the key file to every machine
              mitid-activation rotate-keys ...               on the first machine again
            A key added on another machine meanwhile is refused: the store takes a number
            once.

            THE KEY FILE
              mitid-tokens keys 1
              1 (64 hexadecimal digits)
              2 (64 hexadecimal digits) active
            Its owner alone may read it. Empty lines and lines with # are skipped. While
            it is changed, FILE.lock beside it is locked.

            EXIT STATUS
              0  all secrets are sealed under the newest key
              2  the store or the key file cannot be used
            """
    )

    @OptionGroup(title: "Store")
    var storeOptions: StoreOptions

    @Flag(help: "Only add the new key, to copy the file to other machines before anything is sealed under it.")
    var addOnly = false

    @Flag(help: "Remove the keys that seal nothing any more from the store and from the key file.")
    var forgetOldKeys = false

    @Flag(help: "Print one JSON value.")
    var json = false

    func validate() throws {
        guard !self.addOnly || !self.forgetOldKeys else {
            throw ValidationError("--add-only excludes --forget-old-keys")
        }
    }

    func run() async throws {
        let keyFile = try self.storeOptions.openKeyFile()
        let store = try await self.storeOptions.openExisting()
        defer { store.close() }
        do {
            let count = try await Self.rotate(
                store,
                keyFile,
                addsOnly: self.addOnly,
                forgetsOldKeys: self.forgetOldKeys
            )
            try await store.append(AuditEntry(time: .now, event: .keyRotation, reason: .granted, caller: nil))
            self.report(count, keyFile.keys)
        } catch let error as TokenStoreError {
            throw UnusableInput("\(try self.storeOptions.location()): \(error.sentence)")
        } catch let error as SealingKeyFileError {
            throw UnusableInput("\(keyFile.path): \(error)")
        } catch let refusal as KeyRotation.Refusal {
            throw UnusableInput("\(keyFile.path): \(refusal)")
        }
    }

    private static func rotate(
        _ store: some SealedTokenStore,
        _ keyFile: SealingKeyFile,
        addsOnly: Bool,
        forgetsOldKeys: Bool
    ) async throws -> Int {
        try await KeyRotator(of: store, with: keyFile).run(addsOnly: addsOnly, forgetsOldKeys: forgetsOldKeys) {
            let line = "mitid-activation: waits for another program that changes \(keyFile.path)\n"
            FileHandle.standardError.write(Data(line.utf8))
        }
    }

    private struct Report: Encodable {
        let sealed: Int
        let activeKey: Int64
        let keys: [Int64]
    }

    private func report(_ count: Int, _ keys: SealingKeys) {
        if self.json {
            let report = Report(sealed: count, activeKey: keys.activeID, keys: keys.ids)
            FileHandle.standardOutput.write(Data(JSONText.encode(report) + [0x0A]))
        } else {
            let added = self.addOnly ? ", the newest is not used yet" : ""
            print(
                "\(count) secret\(count == 1 ? "" : "s") sealed under key \(keys.activeID); "
                    + "the key file has \(keys.ids.count) key\(keys.ids.count == 1 ? "" : "s")\(added)"
            )
        }
    }
}

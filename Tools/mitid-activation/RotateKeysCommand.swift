import Activation
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
            Adds a fresh key to the key file, makes it the one that seals, and seals every
            secret anew, five hundred devices at a time. A service may run on the store
            meanwhile: it reads the key file again when it meets a key it does not know.
            On several machines, bring the new key file to each before the old keys go.

            Broken off, it is simply run again: it ends the rotation that was begun, and
            makes no further key. The old keys stay in the file, for older copies of the
            store need them, until --forget-old-keys.

            THE KEY FILE
              mitid-tokens keys 1
              1 (64 hexadecimal digits)
              2 (64 hexadecimal digits) active
            Its owner alone may read it. Empty lines and lines with # are skipped.

            EXIT STATUS
              0  all secrets are sealed under the newest key
              2  the store or the key file is unusable
            """
    )

    @OptionGroup(title: "Store")
    var storeOptions: StoreOptions

    @Flag(help: "Remove from the key file the keys that nothing is sealed under any more.")
    var forgetOldKeys = false

    @Flag(help: "Print one JSON value.")
    var json = false

    func run() async throws {
        let keyFile = try self.storeOptions.openKeyFile()
        let store = try await self.storeOptions.openExisting()
        defer { store.close() }
        do {
            let isUnfinished = try await !store.keysInUse().isSubset(of: [keyFile.keys.activeID])
            if !isUnfinished { try keyFile.replace(with: try keyFile.keys.addingFreshKey()) }
            let count = try await store.resealAll()
            if self.forgetOldKeys {
                try keyFile.replace(with: keyFile.keys.keepingOnly(try await store.keysInUse()))
                try await store.forgetUnusedKeys()
            }
            self.report(count, keyFile.keys)
        } catch let error as TokenStoreError {
            throw UnusableInput("\(try self.storeOptions.location()): \(error.sentence)")
        } catch let error as SealingKeyFileError {
            throw UnusableInput("\(keyFile.path): \(error)")
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
            print("\(count) secrets sealed under key \(keys.activeID); the key file has \(keys.ids.count) keys")
        }
    }
}

import Activation
import ArgumentParser
import CommandLineTool
import Foundation
import PostgresTokenStore
import SQLiteTokenStore
import TokenRows

/// Which store a command works on.
struct StoreOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Where the records are: one SQLite file, which several processes may use, or a PostgreSQL database, which "
                + "several machines may use (a password goes into ~/.pgpass). Without it activation.sqlite in "
                + "\(StateFolder.name).",
            valueName: "sqlite:PATH|postgres://..."
        )
    )
    var store: String?

    @Option(
        help: ArgumentHelp(
            "The keys that the devices' secrets are sealed under; 'serve' and 'import' make it together with a new store. "
                + "Without it PATH.keys, beside the SQLite file.",
            valueName: "file"
        )
    )
    var keyFile: String?

    /// The place that is meant.
    func location() throws(UnusableInput) -> StoreLocation {
        guard let store = self.store else { return .standard }
        return try StoreLocation(argument: store)
    }

    /// Opens the store, and makes it and its key file if there is no store yet.
    func open() async throws(UnusableInput) -> any SealedTokenStore {
        let keys: SealingKeyFile
        if let existing = try self.existingKeyFile() {
            keys = existing
        } else {
            try await self.refuseToReplaceKeys()
            keys = try self.makeKeyFile()
        }
        return try await self.open(with: keys)
    }

    /// Opens a store that is there, with the keys that its secrets are sealed under: neither is made.
    func openExisting() async throws(UnusableInput) -> any SealedTokenStore {
        try self.refuseMissingFile()
        return try await self.open(with: try self.openKeyFile())
    }

    /// Opens a store that is there for looking something up: nothing is made or changed.
    ///
    /// - Parameter withKeys: Whether the keys are needed, as they are for a proof of the audit trail.
    /// - Returns: The store.
    /// - Throws: ``UnusableInput``.
    func openToRead(withKeys: Bool = false) async throws(UnusableInput) -> any SealedTokenStore {
        try self.refuseMissingFile()
        let location = try self.location()
        let keys = withKeys ? try self.openKeyFile() : nil
        do {
            switch location {
            case .sqlite(let path): return try SQLiteStore(reading: path, keyFile: keys)
            case .postgres(let address): return try await PostgresStore.openToRead(address, keyFile: keys)
            }
        } catch {
            throw UnusableInput("\(location): \(error.sentence)")
        }
    }

    /// Reads the keys of a store that is there.
    func openKeyFile() throws(UnusableInput) -> SealingKeyFile {
        try self.refuseMissingFile()
        guard let keys = try self.existingKeyFile() else {
            throw UnusableInput("\(try self.keyFilePath()): \(Self.missingKeys(of: try self.location()))")
        }
        return keys
    }

    private func open(with keys: SealingKeyFile) async throws(UnusableInput) -> any SealedTokenStore {
        let location = try self.location()
        do {
            switch location {
            case .sqlite(let path): return try SQLiteStore(path: path, keyFile: keys)
            case .postgres(let address): return try await PostgresStore.open(address, keyFile: keys)
            }
        } catch {
            throw UnusableInput("\(location): \(error.sentence)")
        }
    }

    private func keyFilePath() throws(UnusableInput) -> String {
        let location = try self.location()
        guard let path = self.keyFile ?? location.standardKeyFile else {
            throw UnusableInput("--store \(location) needs a --key-file, the same one on every node")
        }
        return path
    }

    /// The keys; nil if there is no file.
    private func existingKeyFile() throws(UnusableInput) -> SealingKeyFile? {
        let path = try self.keyFilePath()
        do {
            return try SealingKeyFile(path: path)
        } catch .missing {
            return nil
        } catch {
            throw UnusableInput("\(path): \(error)")
        }
    }

    /// Makes a key file with a fresh key, and says so.
    private func makeKeyFile() throws(UnusableInput) -> SealingKeyFile {
        let path = try self.keyFilePath()
        let location = try self.location()
        do {
            // Another process may have made it a moment ago.
            if let existing = try self.existingKeyFile() { return existing }
            try SealingKeyFile.create(path: path)
            let line = "mitid-activation: made \(path); without it the secrets in \(location) are lost\n"
            FileHandle.standardError.write(Data(line.utf8))
            return try SealingKeyFile(path: path)
        } catch let error as UnusableInput {
            throw error
        } catch {
            if let existing = try self.existingKeyFile() { return existing }
            throw UnusableInput("\(path): \(error)")
        }
    }

    /// Throws if a store has registered a key already: a fresh key file would open none of its secrets.
    private func refuseToReplaceKeys() async throws(UnusableInput) {
        let location = try self.location()
        let store: any SealedTokenStore
        do {
            switch location {
            case .sqlite(let path):
                store = try SQLiteStore(reading: path, allowsEarlierVersions: true)
            case .postgres(let address):
                store = try await PostgresStore.openToRead(address, allowsEarlierVersions: true)
            }
        } catch  where error == .noStore {
            return
        } catch {
            throw UnusableInput("\(location): \(error.sentence)")
        }
        defer { store.close() }
        // An earlier version made stores without keys; opening such a store seals its secrets.
        guard let checks = try? await store.keyChecks(), !checks.isEmpty, try self.existingKeyFile() == nil else {
            return
        }
        throw UnusableInput("\(try self.keyFilePath()): \(Self.missingKeys(of: location))")
    }

    private func refuseMissingFile() throws(UnusableInput) {
        let location = try self.location()
        if case .sqlite(let path) = location, !FileManager.default.fileExists(atPath: path) {
            throw UnusableInput("\(location): there is no store")
        }
    }

    private static func missingKeys(of location: StoreLocation) -> String {
        "there is no such key file; the secrets in \(location) are sealed under its keys, so put it back or name it with "
            + "--key-file"
    }
}

extension TokenStoreError: CustomStringConvertible {
    package var description: String { self.sentence }

    var sentence: String {
        switch self {
        case .unavailable(let reason): reason
        case .outcomeUnknown(let reason): "\(reason); whether the last change was made is not known"
        case .damaged(let reason): reason
        case .newerSchema: "a later version of mitid-activation has changed this store"
        }
    }
}

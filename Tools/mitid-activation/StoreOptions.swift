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
                + "several machines may use (a password goes into ~/.pgpass).",
            valueName: "sqlite:PATH|postgres://..."
        )
    )
    var store: String?

    @Option(
        help: ArgumentHelp(
            "The keys that the devices' secrets are sealed under; made if it is missing. Without it PATH.keys, beside the "
                + "SQLite file.",
            valueName: "file"
        )
    )
    var keyFile: String?

    /// The place that is meant.
    func location() throws(UnusableInput) -> StoreLocation {
        guard let store = self.store else { return .standard }
        return try StoreLocation(argument: store)
    }

    /// Opens the store, and makes it if there is none.
    func open() async throws(UnusableInput) -> any SealedTokenStore {
        let location = try self.location()
        let keys = try self.openKeyFile()
        do {
            switch location {
            case .sqlite(let path): return try SQLiteStore(path: path, keyFile: keys)
            case .postgres(let address): return try await PostgresStore.open(address, keyFile: keys)
            }
        } catch {
            throw UnusableInput("\(location): \(error.sentence)")
        }
    }

    /// Opens the store for looking something up: one that is not there is not made.
    func openExisting() async throws(UnusableInput) -> any SealedTokenStore {
        let location = try self.location()
        if case .sqlite(let path) = location, !FileManager.default.fileExists(atPath: path) {
            throw UnusableInput("\(location): there is no store")
        }
        return try await self.open()
    }

    /// Reads the keys; makes a file with a fresh one if there is none, and says so.
    func openKeyFile() throws(UnusableInput) -> SealingKeyFile {
        let location = try self.location()
        guard let path = self.keyFile ?? location.standardKeyFile else {
            throw UnusableInput("--store \(location) needs a --key-file, the same one on every node")
        }
        do {
            do {
                return try SealingKeyFile(path: path)
            } catch .missing {
                try SealingKeyFile.create(path: path)
                let line = "mitid-activation: made \(path); without it the secrets in \(location) are lost\n"
                FileHandle.standardError.write(Data(line.utf8))
                return try SealingKeyFile(path: path)
            }
        } catch {
            throw UnusableInput("\(path): \(error)")
        }
    }
}

extension TokenStoreError {
    var sentence: String {
        switch self {
        case .unavailable(let reason): reason
        case .outcomeUnknown(let reason): "\(reason); whether the last change was made is not known"
        case .damaged(let reason): reason
        case .newerSchema: "a later version of mitid-activation has changed this store"
        }
    }
}

import Activation
import ArgumentParser
import CommandLineTool
import Foundation
import SQLiteTokenStore

/// Which store a command works on.
struct StoreOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Where the records are: one SQLite file, which several processes may use at once.",
            valueName: "sqlite:PATH"
        )
    )
    var store: String?

    /// The place that is meant.
    func location() throws(UnusableInput) -> StoreLocation {
        guard let store = self.store else { return .standard }
        guard let location = StoreLocation(store) else {
            throw UnusableInput("--store takes sqlite:PATH, the one kind of store there is")
        }
        return location
    }

    /// Opens the store, and makes it if there is none.
    func open() throws(UnusableInput) -> SQLiteStore {
        let location = try self.location()
        do {
            return try SQLiteStore(path: location.path)
        } catch {
            throw UnusableInput("\(location): \(error.sentence)")
        }
    }

    /// Opens the store for looking something up: one that is not there is not made.
    func openExisting() throws(UnusableInput) -> SQLiteStore {
        let location = try self.location()
        guard FileManager.default.fileExists(atPath: location.path) else {
            throw UnusableInput("\(location): there is no store")
        }
        return try self.open()
    }
}

extension TokenStoreError {
    var sentence: String {
        switch self {
        case .unavailable(let reason): reason
        case .damaged(let reason): reason
        case .newerSchema: "a later version of mitid-activation has changed this store"
        }
    }
}

package import Activation
import OTPCore
package import PSKC

/// Takes the devices of one RFC 6030 container into a store, piece by piece as the bytes come.
///
/// A record that cannot be used is listed and the next one taken; an error ends the import, and what came before stays.
package struct ContainerImport<Store: TokenStore>: ~Copyable {
    /// So many devices go into the store in one transaction.
    private static var batchSize: Int { 500 }

    /// What has become of the records so far.
    package private(set) var report = ImportReport()

    private let store: Store
    private let time: UnixTime
    private var reader: PSKCReader
    private var batch: TokenBatch

    /// - Parameters:
    ///   - store: Where the devices go.
    ///   - time: When that is.
    ///   - key: What opens the encrypted values, if the container has any.
    /// - Throws: `PSKCError` if there is no memory for a reader.
    package init(into store: Store, at time: UnixTime, key: consuming ContainerKey? = nil) throws(PSKCError) {
        self.store = store
        self.time = time
        self.reader = try PSKCReader(key: key)
        self.batch = TokenBatch(capacity: Self.batchSize)
    }

    /// Takes the next bytes of the container.
    package mutating func feed(_ chunk: [UInt8]) async throws(ContainerImportError) {
        do {
            try self.reader.feed(chunk.span)
        } catch {
            try await self.giveUp(error)
        }
        try await self.takeRecords()
    }

    /// Ends the container; its last devices are in the store when this returns.
    package mutating func finish() async throws(ContainerImportError) {
        do {
            try self.reader.finish()
        } catch {
            try await self.giveUp(error)
        }
        try await self.takeRecords()
        try await self.storeBatch()
    }

    private mutating func takeRecords() async throws(ContainerImportError) {
        while true {
            let record: PSKCRecord?
            do {
                record = try self.reader.next()
            } catch {
                try await self.giveUp(error)
                return
            }
            switch consume record {
            case .none:
                return
            case .rejected(let reject):
                self.report.reject(reject.serialNumber, "\(reject.reason)")
            case .key(let key):
                self.take(key)
            }
            if self.batch.count == Self.batchSize { try await self.storeBatch() }
        }
    }

    private mutating func take(_ key: borrowing PSKCKey) {
        do {
            let record = try TokenRecord(key.properties, importedAt: self.time)
            var secret = try key.sharedSecret()
            self.batch.append(record, secret: secret)
            secret.wipe()
        } catch let refusal as KeyRefusal {
            self.report.reject(key.properties.serialNumber.text, refusal.description)
        } catch {
            self.report.reject(key.properties.serialNumber.text, "the secret is not 1 to 128 bytes")
        }
    }

    private mutating func storeBatch() async throws(ContainerImportError) {
        guard self.batch.count > 0 else { return }
        var batch = TokenBatch(capacity: Self.batchSize)
        swap(&batch, &self.batch)
        let serialNumbers = batch.records.map(\.serialNumber.text)
        let outcomes: [ImportOutcome]
        do {
            outcomes = try await self.store.add(batch)
        } catch {
            throw .store(error)
        }
        for (serialNumber, outcome) in zip(serialNumbers, outcomes) {
            switch outcome {
            case .imported: self.report.countImported()
            case .duplicate: self.report.countDuplicate()
            case .conflict: self.report.reject(serialNumber, "conflict")
            }
        }
    }

    /// Stores what was read before the error, and passes the error on.
    private mutating func giveUp(_ error: PSKCError) async throws(ContainerImportError) {
        try await self.storeBatch()
        throw .container(error)
    }
}

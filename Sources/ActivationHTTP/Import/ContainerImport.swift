package import Activation
import OTPCore
package import PSKC

/// Takes the devices of one RFC 6030 container into a store, piece by piece as the bytes come.
///
/// A record that cannot be used is listed and the next one taken; an error ends the import, and what came before stays.
///
/// The audit trail has one entry before the first device is stored and one with the outcome, both with the time of the import.
package struct ContainerImport<Store: TokenStore>: ~Copyable {
    /// So many devices go into the store in one transaction.
    private static var batchSize: Int { 500 }

    /// What has become of the records so far.
    package private(set) var report = ImportReport()

    private let store: Store
    private let time: UnixTime
    private let caller: CallerID?
    private var hasBegun = false
    private var reader: KeyFileReader
    private var batch: TokenBatch
    /// Where the records of the batch start.
    private var lines: [Int] = []

    /// The digest of the file, if its places are noted.
    private let digest: String?
    /// So many records were looked at before.
    private let skipped: Int
    private var seen = 0

    /// - Parameters:
    ///   - store: Where the devices go.
    ///   - time: When that is.
    ///   - caller: Who asks; nil for the command line.
    ///   - place: Where in which file an earlier import stopped, or the place before its first record; nil notes none.
    ///   - key: What opens the encrypted values, if the container has any.
    ///   - options: How the container is read.
    ///   - signature: What is known already of the container's signature.
    /// - Throws: `PSKCError` if there is no memory for a reader.
    package init(
        into store: Store,
        at time: UnixTime,
        caller: CallerID? = nil,
        after place: ImportPlace? = nil,
        key: consuming ContainerKey? = nil,
        options: PSKCReaderOptions = PSKCReaderOptions(),
        signature: ContainerSignature = .none
    ) throws(PSKCError) {
        self.store = store
        self.time = time
        self.caller = caller
        self.reader = try KeyFileReader(options: options, key: key)
        self.batch = TokenBatch(capacity: Self.batchSize)
        self.digest = place?.digest
        self.skipped = place?.records ?? 0
        if let place { self.report = ImportReport(upTo: place) }
        self.report.signature = signature
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
        try await self.note(self.report.rejectedCount == 0 ? .granted : self.partialOutcome)
        self.report.remarks = self.reader.remarks
        if self.report.signature == .none, self.reader.hasUncheckedSignature { self.report.signature = .notChecked }
    }

    /// Ends an import whose container did not come to its end; the devices stored before stay.
    package func breakOff() async throws(ContainerImportError) {
        try await self.note(self.partialOutcome)
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
                if self.isNewRecord() {
                    self.report.reject(reject.serialNumber, line: reject.position.line, reject.sentence)
                }
            case .key(let key):
                if self.isNewRecord() { self.take(key) }
            }
            if self.batch.count == Self.batchSize { try await self.storeBatch() }
        }
    }

    /// Counts a record; whether it was not looked at by an earlier import.
    private mutating func isNewRecord() -> Bool {
        self.seen += 1
        return self.seen > self.skipped
    }

    private mutating func take(_ key: borrowing PSKCKey) {
        do {
            let record = try TokenRecord(key.properties, importedAt: self.time)
            var secret = try key.sharedSecret()
            self.batch.append(record, secret: secret)
            self.lines.append(key.position.line)
            secret.wipe()
        } catch let refusal as KeyRefusal {
            self.report.reject(key.properties.serialNumber.text, line: key.position.line, refusal.description)
        } catch {
            self.report.reject(
                key.properties.serialNumber.text,
                line: key.position.line,
                "the secret is not 1 to 128 bytes"
            )
        }
    }

    private mutating func storeBatch() async throws(ContainerImportError) {
        guard self.batch.count > 0 else { return }
        if !self.hasBegun {
            try await self.note(.begun)
            self.hasBegun = true
        }
        var batch = TokenBatch(capacity: Self.batchSize)
        swap(&batch, &self.batch)
        let places = zip(batch.records.map(\.serialNumber.text), self.lines)
        self.lines = []
        let outcomes: [ImportOutcome]
        do {
            outcomes = try await self.store.add(batch, reaching: self.place)
        } catch {
            throw .store(error)
        }
        for ((serialNumber, line), outcome) in zip(places, outcomes) {
            switch outcome {
            case .imported: self.report.countImported()
            case .duplicate: self.report.countDuplicate()
            case .conflict: self.report.reject(serialNumber, line: line, "conflict")
            case .different(let differences):
                let fields = differences.names.joined(separator: ", ")
                self.report.reject(serialNumber, line: line, "conflict: the same secret, but another \(fields)")
            }
        }
    }

    /// Where the import is, but for what becomes of the devices of the batch.
    private var place: ImportPlace? {
        self.digest.map { digest in
            ImportPlace(
                digest: digest,
                records: self.seen,
                imported: self.report.imported,
                duplicates: self.report.duplicates,
                rejected: self.report.rejectedCount
            )
        }
    }

    /// Stores what was read before the error, and passes the error on.
    private mutating func giveUp(_ error: PSKCError) async throws(ContainerImportError) {
        try await self.storeBatch()
        try await self.note(self.partialOutcome)
        throw .container(error)
    }

    /// The outcome of an import that did not take everything.
    private var partialOutcome: AuditReason {
        self.report.imported + self.report.duplicates > 0 ? .grantedInPart : .unusableContainer
    }

    /// Writes an entry about the import into the audit trail.
    private func note(_ reason: AuditReason) async throws(ContainerImportError) {
        do {
            try await self.store.append(
                AuditEntry(time: self.time, event: .deviceImport, reason: reason, caller: self.caller)
            )
        } catch {
            throw .store(error)
        }
    }
}

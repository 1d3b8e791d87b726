import Activation
import GRDB
import OTPCore
import TokenRows

/// The questions and changes that decisions are made of, inside a transaction.
struct Tables {
    let database: Database

    func token(_ serialNumber: SerialNumber) throws -> StoredToken? {
        try self.rows(StatementText.token, [.text(serialNumber.text)]) { try StoredToken($0) }.first
    }

    func tokens(of userID: UserID) throws -> [StoredToken] {
        try self.rows(StatementText.tokensOfHolder, [.text(userID.text)]) { try StoredToken($0) }
    }

    func holder(_ userID: UserID) throws -> HolderRecord? {
        try self.rows(StatementText.holder, [.text(userID.text)]) { try HolderRow.record($0) }.first
    }

    /// The holder whose chip has a credential.
    func owner(ofCredential id: [UInt8]) throws -> UserID? {
        let owner = try self.rows(StatementText.credentialOwner, [.bytes(id)]) { $0.text(at: 0) }.first ?? nil
        return try owner.map { try (try? UserID($0)).orDamaged("user_id") }
    }

    func caller(_ id: CallerID) throws -> CallerRecord {
        let emptyAt = try self.rows(StatementText.caller, [.text(id.text)]) { $0.integer(at: 0) }.first ?? nil
        guard let emptyAt else { return CallerRecord(id: id) }
        return CallerRecord(id: id, wrongTries: RequestBucket(emptyAt: UnixTime(milliseconds: emptyAt)))
    }

    func insert(_ holder: HolderRecord) throws -> Bool {
        try self.execute(StatementText.insertHolder, HolderRow.values(holder)) == 1
    }

    func insert(_ row: SealedBatch.Row, _ keyFile: SealingKeyFile) throws -> ImportOutcome {
        let values = TokenRow.values(row.record) + [.integer(row.secret.keyID), .bytes(row.secret.bytes)]
        guard try self.execute(StatementText.insertToken, values) == 0 else { return .imported }
        let serialNumber = row.record.serialNumber
        let present = try self.token(serialNumber).orDamaged("device \(serialNumber.text)")
        return try row.outcome(besides: present.record, present.secret, keyFile)
    }

    /// Stores what a decision has changed, but for its entry in the audit trail.
    func store(_ dossier: Dossier, insteadOf before: Dossier) throws {
        if let token = dossier.token { try self.store(token, insteadOf: before.token) }
        for (token, tokenBefore) in zip(dossier.held, before.held) { try self.store(token, insteadOf: tokenBefore) }
        if let holder = dossier.holder, holder != before.holder, holder.userID == before.holder?.userID {
            try self.execute(StatementText.updateHolder, HolderRow.changingValues(holder) + [.text(holder.userID.text)])
        }
        if let caller = dossier.caller, caller != before.caller {
            let emptyAt = caller.wrongTries.emptyAt.milliseconds
            try self.execute(StatementText.updateCaller, [.text(caller.id.text), .integer(emptyAt)])
        }
    }

    private func store(_ token: TokenRecord, insteadOf before: TokenRecord?) throws {
        guard token != before, token.serialNumber == before?.serialNumber else { return }
        if token.holder == before?.holder {
            try self.execute(
                StatementText.updateTokenOfSameHolder,
                TokenRow.changingValuesButHolder(token) + [.text(token.serialNumber.text)]
            )
        } else {
            try self.execute(
                StatementText.updateToken,
                TokenRow.changingValues(token) + [.text(token.serialNumber.text)]
            )
        }
    }

    /// Writes a page of the file unchanged, to prove that the disk can be written.
    func touch() throws {
        let version = try Int64.fetchOne(self.database, sql: "PRAGMA user_version") ?? 0
        try self.database.execute(sql: "PRAGMA user_version = \(version)")
    }

    /// Reads each row of an answer.
    func rows<Result>(
        _ text: String,
        _ arguments: [ColumnValue] = [],
        _ read: (PreparedRow) throws -> Result
    ) throws -> [Result] {
        try PreparedStatement(text, in: self.database).rows(arguments, read)
    }

    /// Makes a change; how many rows it was.
    @discardableResult
    func execute(_ text: String, _ arguments: [ColumnValue]) throws -> Int {
        try PreparedStatement(text, in: self.database).execute(arguments)
        return self.database.changesCount
    }
}

/// A record and the secret that stands in the same row.
struct StoredToken {
    let record: TokenRecord
    let secret: SealedSecret

    init(_ row: PreparedRow) throws {
        self.record = try TokenRow.record(row)
        self.secret = try row.secret(from: TokenRow.columns.count)
    }
}

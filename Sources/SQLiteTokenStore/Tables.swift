import Activation
import Foundation
import GRDB
import OTPCore

/// The questions and changes that decisions are made of, inside a transaction.
struct Tables {
    let database: Database

    func token(_ serialNumber: SerialNumber) throws -> TokenRecord? {
        try self.tokens(where: "serial_number = ?", serialNumber.text).first
    }

    func tokens(of userID: UserID) throws -> [TokenRecord] {
        try self.tokens(where: "holder = ? ORDER BY serial_number", userID.text)
    }

    func holder(_ userID: UserID) throws -> HolderRecord? {
        let statement = try self.database.cachedStatement(
            sql: """
                SELECT password, created_at, \(HolderColumns.attempts) FROM holder WHERE user_id = ?
                """
        )
        return try Row.fetchOne(statement, arguments: [userID.text]).map { row in
            HolderRecord(
                userID: userID,
                password: StoredPassword(encoded: row[0]),
                createdAt: UnixTime(milliseconds: row[1]),
                attempts: HolderAttempts(
                    passwords: AttemptCount(row, from: 2),
                    passwordsWithDevice: AttemptCount(row, from: 5),
                    activations: AttemptCount(row, from: 8)
                )
            )
        }
    }

    func secret(of serialNumber: SerialNumber) throws -> SealedSecret? {
        let statement = try self.database.cachedStatement(
            sql: "SELECT secret_key_id, secret FROM token WHERE serial_number = ?"
        )
        return try Row.fetchOne(statement, arguments: [serialNumber.text]).map { row in
            SealedSecret(keyID: row[0], bytes: [UInt8](row[1] as Data))
        }
    }

    func insert(_ holder: HolderRecord) throws -> Bool {
        let statement = try self.database.cachedStatement(
            sql: "INSERT INTO holder (user_id, password, created_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
        )
        try statement.execute(
            arguments: [holder.userID.text, holder.password.encoded, holder.createdAt.milliseconds]
        )
        return self.database.changesCount == 1
    }

    func insert(_ token: TokenRecord, secret: SealedSecret) throws -> ImportOutcome {
        let statement = try self.database.cachedStatement(
            sql: """
                INSERT INTO token (\(TokenRow.columns), secret_key_id, secret)
                VALUES (\(TokenRow.placeholders), ?, ?) ON CONFLICT DO NOTHING
                """
        )
        let sealed: [(any DatabaseValueConvertible)?] = [secret.keyID, Data(secret.bytes)]
        try statement.execute(arguments: StatementArguments(TokenRow.values(token) + sealed))
        guard self.database.changesCount == 0 else { return .imported }
        guard
            let present = try self.token(token.serialNumber),
            let presentSecret = try self.secret(of: token.serialNumber),
            let isSame = presentSecret.isSame(as: secret)
        else { throw TokenStoreError.damaged(reason: "device \(token.serialNumber.text) has no readable secret") }
        return isSame && present.describesSameDevice(as: token) ? .duplicate : .conflict
    }

    func update(_ token: TokenRecord) throws {
        let statement = try self.database.cachedStatement(
            sql: "UPDATE token SET \(TokenRow.changingAssignments) WHERE serial_number = ?"
        )
        try statement.execute(
            arguments: StatementArguments(TokenRow.changingValues(token) + [token.serialNumber.text])
        )
    }

    func update(_ holder: HolderRecord) throws {
        let statement = try self.database.cachedStatement(
            sql: "UPDATE holder SET (\(HolderColumns.attempts)) = (?, ?, ?, ?, ?, ?, ?, ?, ?) WHERE user_id = ?"
        )
        let attempts = holder.attempts
        try statement.execute(
            arguments: StatementArguments(
                attempts.passwords.columnValues + attempts.passwordsWithDevice.columnValues
                    + attempts.activations.columnValues + [holder.userID.text]
            )
        )
    }

    func caller(_ id: CallerID) throws -> CallerRecord {
        let statement = try self.database.cachedStatement(
            sql: "SELECT wrong_tries_empty_at FROM caller WHERE id = ?"
        )
        let emptyAt = try Int64.fetchOne(statement, arguments: [id.text])
        guard let emptyAt else { return CallerRecord(id: id) }
        return CallerRecord(id: id, wrongTries: RequestBucket(emptyAt: UnixTime(milliseconds: emptyAt)))
    }

    func update(_ caller: CallerRecord) throws {
        let statement = try self.database.cachedStatement(
            sql: """
                INSERT INTO caller (id, wrong_tries_empty_at) VALUES (?, ?)
                ON CONFLICT (id) DO UPDATE SET wrong_tries_empty_at = excluded.wrong_tries_empty_at
                """
        )
        try statement.execute(arguments: [caller.id.text, caller.wrongTries.emptyAt.milliseconds])
    }

    func dossier(_ subject: Dossier.Subject, caller: CallerRecord?) throws -> Dossier {
        switch subject {
        case .device(let serialNumber):
            let token = try self.token(serialNumber)
            let userID = token?.holder
            return Dossier(
                subject,
                token: token,
                holder: try userID.flatMap { try self.holder($0) },
                held: try userID.map { try self.tokens(of: $0) } ?? [],
                caller: caller
            )
        case .holder(let userID):
            let held = try self.tokens(of: userID)
            return Dossier(of: userID, holder: try self.holder(userID), held: held, caller: caller)
        case .activation(let serialNumber, let userID):
            return Dossier(
                subject,
                token: try self.token(serialNumber),
                holder: try self.holder(userID),
                held: try self.tokens(of: userID),
                caller: caller
            )
        }
    }

    /// Stores what a decision has changed, and appends its entry to the audit trail.
    func store(_ dossier: Dossier, insteadOf before: Dossier) throws {
        if let token = dossier.token, token != before.token { try self.update(token) }
        for (token, previous) in zip(dossier.held, before.held) where token != previous { try self.update(token) }
        if let holder = dossier.holder, holder != before.holder { try self.update(holder) }
        if let caller = dossier.caller, caller != before.caller { try self.update(caller) }
        if let entry = dossier.entry { try AuditTable(database: self.database).append(entry) }
    }

    private func tokens(where condition: String, _ argument: String) throws -> [TokenRecord] {
        let statement = try self.database.cachedStatement(
            sql: "SELECT \(TokenRow.columns) FROM token WHERE \(condition)"
        )
        let rows = try Row.fetchCursor(statement, arguments: [argument])
        var records: [TokenRecord] = []
        while let row = try rows.next() {
            records.append(try TokenRow.record(row))
        }
        return records
    }
}

/// The columns of `holder` that a decision may change.
private enum HolderColumns {
    static let attempts = """
        passwords_wrong, passwords_blocks, passwords_blocked_until, \
        device_passwords_wrong, device_passwords_blocks, device_passwords_blocked_until, \
        activations_wrong, activations_blocks, activations_blocked_until
        """
}

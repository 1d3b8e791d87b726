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
            sql: "SELECT password, created_at FROM holder WHERE user_id = ?"
        )
        return try Row.fetchOne(statement, arguments: [userID.text]).map { row in
            HolderRecord(
                userID: userID,
                password: StoredPassword(encoded: row[0]),
                createdAt: UnixTime(milliseconds: row[1])
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
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
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
            sql: """
                UPDATE token SET state = ?, holder = ?, activated_at = ?, last_accepted = ?, clock_offset = ?
                WHERE serial_number = ?
                """
        )
        try statement.execute(
            arguments: StatementArguments(TokenRow.changingValues(token) + [token.serialNumber.text])
        )
    }

    func dossier(_ subject: Dossier.Subject) throws -> Dossier {
        switch subject {
        case .device(let serialNumber):
            let token = try self.token(serialNumber)
            guard let userID = token?.holder else { return Dossier(token: token, holder: nil, held: []) }
            return Dossier(token: token, holder: try self.holder(userID), held: try self.tokens(of: userID))
        case .holder(let userID):
            let held = try self.tokens(of: userID)
            return Dossier(token: held.first, holder: try self.holder(userID), held: held)
        case .activation(let serialNumber, let userID):
            return Dossier(
                token: try self.token(serialNumber),
                holder: try self.holder(userID),
                held: try self.tokens(of: userID)
            )
        }
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

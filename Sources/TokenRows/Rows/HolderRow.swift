package import Activation

/// A record as the columns of a row of `holder`.
package enum HolderRow {
    private static let attemptColumns = [
        "passwords_wrong", "passwords_blocks", "passwords_blocked_until",
        "device_passwords_wrong", "device_passwords_blocks", "device_passwords_blocked_until",
        "activations_wrong", "activations_blocks", "activations_blocked_until",
    ]

    /// Those that a decision may change, in the order of ``changingValues(_:)``.
    package static let changingColumns = Self.attemptColumns + ChipColumns.names + ChipRequestColumns.names

    /// The position of the chip's credential ID among ``changingColumns``.
    package static let credentialPosition = Self.attemptColumns.count

    /// The assignment of `chip_copy`, which tells apart holders who share a credential since before that was refused.
    ///
    /// - Parameter mark: The parameter with the chip's credential ID; another credential than before is no copy.
    /// - Returns: The assignment for an `UPDATE`.
    package static func copyAssignment(_ mark: String) -> String {
        "chip_copy = CASE WHEN chip_credential_id = \(mark) THEN chip_copy ELSE 0 END"
    }

    /// All, in the order in which ``record(_:)`` reads them and ``values(_:)`` gives them.
    package static let columns = ["user_id", "password", "created_at"] + Self.changingColumns

    package static func record(_ row: some StoredRow) throws(TokenStoreError) -> HolderRecord {
        guard let text = row.text(at: 0), let userID = try? UserID(text) else {
            throw .damaged(reason: "a holder is stored in a form that makes no sense")
        }
        return HolderRecord(
            userID: userID,
            password: StoredPassword(encoded: try row.text(at: 1).orDamaged("password")),
            createdAt: try row.time(at: 2).orDamaged("created_at"),
            attempts: HolderAttempts(
                passwords: AttemptCount(row, from: 3),
                passwordsWithDevice: AttemptCount(row, from: 6),
                activations: AttemptCount(row, from: 9)
            ),
            chip: try ChipColumns.chip(row, from: 12, transportsAt: 23),
            ceremony: try ChipColumns.ceremony(row, from: 20),
            chipRequest: try ChipRequestColumns.request(row, from: 12 + ChipColumns.names.count)
        )
    }

    package static func values(_ record: HolderRecord) -> [ColumnValue] {
        [
            .text(record.userID.text), .text(record.password.encoded), .integer(record.createdAt.milliseconds),
        ] + Self.changingValues(record)
    }

    package static func changingValues(_ record: HolderRecord) -> [ColumnValue] {
        record.attempts.passwords.columnValues + record.attempts.passwordsWithDevice.columnValues
            + record.attempts.activations.columnValues + ChipColumns.values(record) + ChipRequestColumns.values(record)
    }
}

package import Activation
import OTPCore

/// A record as the columns of a row of `token`; the secret is not among them.
///
/// Time steps and counters are unsigned; they are stored as the signed number with the same bits. Moments are milliseconds
/// since 1970.
package enum TokenRow {
    private static let givenColumns = [
        "serial_number", "kind", "algorithm", "digits", "time_step", "epoch", "first_counter", "imported_at",
        "manufactured_at", "starts_at", "expires_at",
    ]

    /// Those that a decision may change, in the order of ``changingValues(_:)``.
    package static let changingColumns = [
        "state", "holder", "activated_at", "last_accepted", "clock_offset", "retired_at", "block", "block_until",
        "clock_earliest", "clock_latest", "clock_at", "stray_position", "stray_at", "codes_wrong", "codes_blocks",
        "codes_blocked_until", "wrong_by_serial_number", "activations_wrong", "activations_blocks",
        "activations_blocked_until", "resynchronizations_empty_at",
    ]

    /// The same without the holder, who changes once in a device's life.
    package static let changingColumnsButHolder = Self.changingColumns.filter { $0 != "holder" }

    /// All, in the order in which ``record(_:)`` reads them and ``values(_:)`` gives them.
    package static let columns = Self.givenColumns + Self.changingColumns

    package static func record(_ row: some StoredRow) throws(TokenStoreError) -> TokenRecord {
        let serialNumber = row.text(at: 0) ?? ""
        do {
            return TokenRecord(
                serialNumber: try SerialNumber(serialNumber),
                kind: try row.text(at: 1).flatMap { AuthenticatorKind(name: $0) }.orDamaged("kind"),
                algorithm: try row.text(at: 2).flatMap { HashAlgorithm(columnName: $0) }.orDamaged("algorithm"),
                movingFactor: try Self.movingFactor(row),
                importedAt: try row.time(at: 7).orDamaged("imported_at"),
                manufacturedAt: row.time(at: 8),
                validity: ValidityPeriod(startsAt: row.time(at: 9), expiresAt: row.time(at: 10)),
                state: try Self.state(row),
                block: try Self.block(row),
                lastAccepted: row.integer(at: 14).map { UInt64(bitPattern: $0) },
                clockOffset: try row.integer(at: 15).orDamaged("clock_offset"),
                clock: Self.clock(row),
                stray: Self.stray(row),
                attempts: DeviceAttempts(
                    codes: AttemptCount(row, from: 24),
                    wrongBySerialNumber: UInt32(clamping: row.integer(at: 27) ?? 0),
                    activations: AttemptCount(row, from: 28),
                    resynchronizations: row.time(at: 31).map { RequestBucket(emptyAt: $0) } ?? RequestBucket()
                )
            )
        } catch {
            throw TokenStoreError.damaged(reason: "device \(serialNumber) is stored in a form that makes no sense")
        }
    }

    package static func values(_ record: TokenRecord) -> [ColumnValue] {
        var timeStep: Int64?
        var epoch: Int64?
        var firstCounter: Int64?
        switch record.movingFactor {
        case .time(let totp):
            timeStep = Int64(totp.timeStep)
            epoch = totp.epoch
        case .counter(_, let first):
            firstCounter = Int64(bitPattern: first)
        }
        return [
            .text(record.serialNumber.text), .text(record.kind.name), .text(record.algorithm.columnName),
            .integer(Int64(record.movingFactor.digits)), ColumnValue(timeStep), ColumnValue(epoch),
            ColumnValue(firstCounter), .integer(record.importedAt.milliseconds),
            ColumnValue(record.manufacturedAt?.milliseconds), ColumnValue(record.validity.startsAt?.milliseconds),
            ColumnValue(record.validity.expiresAt?.milliseconds),
        ] + Self.changingValues(record)
    }

    package static func changingValues(_ record: TokenRecord) -> [ColumnValue] {
        var state = "in-stock"
        var holder: String?
        var activatedAt: Int64?
        var retiredAt: Int64?
        switch record.state {
        case .inStock:
            break
        case .active(let userID, let since):
            state = "active"
            holder = userID.text
            activatedAt = since.milliseconds
        case .retired(let retirement, let since):
            state = retirement.name
            retiredAt = since.milliseconds
        }
        let attempts = record.attempts
        return [
            .text(state), ColumnValue(holder), ColumnValue(activatedAt),
            ColumnValue(record.lastAccepted.map { Int64(bitPattern: $0) }), .integer(record.clockOffset),
            ColumnValue(retiredAt), ColumnValue(record.block?.name), ColumnValue(record.block?.end?.milliseconds),
            ColumnValue(record.clock?.earliest.count), ColumnValue(record.clock?.latest.count),
            ColumnValue(record.clock?.time.milliseconds),
            ColumnValue(record.stray.map { Int64(bitPattern: $0.position) }),
            ColumnValue(record.stray?.arrival.milliseconds),
        ] + attempts.codes.columnValues + [.integer(Int64(attempts.wrongBySerialNumber))]
            + attempts.activations.columnValues
            + [.integer(attempts.resynchronizations.emptyAt.milliseconds)]
    }

    /// In the order of ``changingColumnsButHolder``.
    package static func changingValuesButHolder(_ record: TokenRecord) -> [ColumnValue] {
        var values = Self.changingValues(record)
        // Where ``changingColumns`` has it.
        values.remove(at: 1)
        return values
    }

    private static func movingFactor(_ row: some StoredRow) throws -> MovingFactor {
        let digits = try row.integer(at: 3).flatMap { Int(exactly: $0) }.orDamaged("digits")
        if let timeStep = row.integer(at: 4), let epoch = row.integer(at: 5) {
            let timeStep = try UInt32(exactly: timeStep).orDamaged("time_step")
            return .time(try TOTP(digits: digits, timeStep: timeStep, epoch: epoch))
        }
        let first = try row.integer(at: 6).orDamaged("first_counter")
        return .counter(try HOTP(digits: digits), first: UInt64(bitPattern: first))
    }

    private static func state(_ row: some StoredRow) throws -> TokenRecord.State {
        let name = try row.text(at: 11).orDamaged("state")
        switch name {
        case "in-stock":
            return .inStock
        case "active":
            let holder = try row.text(at: 12).orDamaged("holder")
            return .active(holder: try UserID(holder), since: try row.time(at: 13).orDamaged("activated_at"))
        default:
            let retirement = try Retirement(name: name).orDamaged("state")
            return .retired(retirement, since: try row.time(at: 16).orDamaged("retired_at"))
        }
    }

    private static func block(_ row: some StoredRow) throws -> DeviceBlock? {
        switch row.text(at: 17) {
        case nil: nil
        case DeviceBlock.permanent.name: .permanent
        default: .temporary(until: try row.time(at: 18).orDamaged("block_until"))
        }
    }

    private static func clock(_ row: some StoredRow) -> ClockEstimate? {
        guard
            let earliest = row.integer(at: 19),
            let latest = row.integer(at: 20),
            let time = row.time(at: 21)
        else { return nil }
        return ClockEstimate(earliest: Milliseconds(earliest), latest: Milliseconds(latest), at: time)
    }

    private static func stray(_ row: some StoredRow) -> StrayCode? {
        guard let position = row.integer(at: 22), let arrival = row.time(at: 23) else { return nil }
        return StrayCode(position: UInt64(bitPattern: position), arrival: arrival)
    }
}

extension HashAlgorithm {
    fileprivate var columnName: String {
        switch self {
        case .sha1: "sha1"
        case .sha256: "sha256"
        case .sha512: "sha512"
        }
    }

    fileprivate init?(columnName: String) {
        guard let algorithm = HashAlgorithm.allCases.first(where: { $0.columnName == columnName }) else { return nil }
        self = algorithm
    }
}

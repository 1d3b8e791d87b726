import Activation
import GRDB
import OTPCore

/// A record as the columns of a row of `token`.
enum TokenRow {
    /// The columns of a record, in the order ``record(_:)`` reads them; the secret is not among them.
    static let columns = """
        serial_number, kind, algorithm, digits, time_step, epoch, first_counter, imported_at, \
        manufactured_at, state, holder, activated_at, last_accepted, clock_offset, retired_at, block, block_until, \
        clock_earliest, clock_latest, clock_at, stray_position, stray_at, codes_wrong, codes_blocks, \
        codes_blocked_until, wrong_by_serial_number, activations_wrong, activations_blocks, \
        activations_blocked_until, resynchronizations_empty_at
        """

    /// The assignments of those columns that a decision may change, in the order of ``changingValues(_:)``.
    static let changingAssignments = """
        state = ?, holder = ?, activated_at = ?, last_accepted = ?, clock_offset = ?, retired_at = ?, block = ?, \
        block_until = ?, clock_earliest = ?, clock_latest = ?, clock_at = ?, stray_position = ?, stray_at = ?, \
        codes_wrong = ?, codes_blocks = ?, codes_blocked_until = ?, wrong_by_serial_number = ?, \
        activations_wrong = ?, activations_blocks = ?, activations_blocked_until = ?, \
        resynchronizations_empty_at = ?
        """

    /// A question mark for each of ``columns``.
    static let placeholders = Array(repeating: "?", count: 30).joined(separator: ", ")

    /// The record of a row that begins with ``columns``.
    static func record(_ row: Row) throws -> TokenRecord {
        let serialNumber: String = row[0]
        do {
            return TokenRecord(
                serialNumber: try SerialNumber(serialNumber),
                kind: try AuthenticatorKind(name: row[1]).orDamaged("kind"),
                algorithm: try HashAlgorithm(columnName: row[2]).orDamaged("algorithm"),
                movingFactor: try Self.movingFactor(row),
                importedAt: UnixTime(milliseconds: row[7]),
                manufacturedAt: UnixTime(row, 8),
                state: try Self.state(row),
                block: try Self.block(row),
                lastAccepted: (row[12] as Int64?).map { UInt64(bitPattern: $0) },
                clockOffset: row[13],
                clock: Self.clock(row),
                stray: Self.stray(row),
                attempts: DeviceAttempts(
                    codes: AttemptCount(row, from: 22),
                    wrongBySerialNumber: UInt32(clamping: row[25] as Int64),
                    activations: AttemptCount(row, from: 26),
                    resynchronizations: UnixTime(row, 29).map { RequestBucket(emptyAt: $0) } ?? RequestBucket()
                )
            )
        } catch {
            throw TokenStoreError.damaged(reason: "device \(serialNumber) is stored in a form that makes no sense")
        }
    }

    /// The values of ``columns``.
    static func values(_ record: TokenRecord) -> [(any DatabaseValueConvertible)?] {
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
            record.serialNumber.text, record.kind.name, record.algorithm.columnName, record.movingFactor.digits,
            timeStep, epoch, firstCounter, record.importedAt.milliseconds,
            record.manufacturedAt?.milliseconds,
        ] + Self.changingValues(record)
    }

    /// The values of those columns that a decision may change, from `state` on.
    static func changingValues(_ record: TokenRecord) -> [(any DatabaseValueConvertible)?] {
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
        let lastAccepted = record.lastAccepted.map { Int64(bitPattern: $0) }
        let attempts = record.attempts
        return [
            state, holder, activatedAt, lastAccepted, record.clockOffset, retiredAt,
            record.block?.name, record.block?.end?.milliseconds,
            record.clock?.earliest.count, record.clock?.latest.count, record.clock?.time.milliseconds,
            record.stray.map { Int64(bitPattern: $0.position) }, record.stray?.arrival.milliseconds,
        ] + attempts.codes.columnValues + [Int64(attempts.wrongBySerialNumber)] + attempts.activations.columnValues
            + [attempts.resynchronizations.emptyAt.milliseconds]
    }

    private static func movingFactor(_ row: Row) throws -> MovingFactor {
        let digits: Int = row[3]
        if let timeStep: Int64 = row[4], let epoch: Int64 = row[5] {
            let timeStep = try UInt32(exactly: timeStep).orDamaged("time_step")
            return .time(try TOTP(digits: digits, timeStep: timeStep, epoch: epoch))
        }
        let first: Int64 = try (row[6] as Int64?).orDamaged("first_counter")
        return .counter(try HOTP(digits: digits), first: UInt64(bitPattern: first))
    }

    private static func state(_ row: Row) throws -> TokenRecord.State {
        let name: String = row[9]
        switch name {
        case "in-stock":
            return .inStock
        case "active":
            let holder: String = try (row[10] as String?).orDamaged("holder")
            let since: Int64 = try (row[11] as Int64?).orDamaged("activated_at")
            return .active(holder: try UserID(holder), since: UnixTime(milliseconds: since))
        default:
            let retirement = try Retirement(name: name).orDamaged("state")
            let since: Int64 = try (row[14] as Int64?).orDamaged("retired_at")
            return .retired(retirement, since: UnixTime(milliseconds: since))
        }
    }

    private static func block(_ row: Row) throws -> DeviceBlock? {
        switch row[15] as String? {
        case nil: nil
        case DeviceBlock.permanent.name: .permanent
        default: .temporary(until: try UnixTime(row, 16).orDamaged("block_until"))
        }
    }

    private static func clock(_ row: Row) -> ClockEstimate? {
        guard let earliest: Int64 = row[17], let latest: Int64 = row[18], let time = UnixTime(row, 19) else {
            return nil
        }
        return ClockEstimate(earliest: Milliseconds(earliest), latest: Milliseconds(latest), at: time)
    }

    private static func stray(_ row: Row) -> StrayCode? {
        guard let position: Int64 = row[20], let arrival = UnixTime(row, 21) else { return nil }
        return StrayCode(position: UInt64(bitPattern: position), arrival: arrival)
    }
}

extension UnixTime {
    init?(_ row: Row, _ column: Int) {
        guard let milliseconds: Int64 = row[column] else { return nil }
        self.init(milliseconds: milliseconds)
    }
}

extension AttemptCount {
    /// A count in three columns.
    init(_ row: Row, from column: Int) {
        self.init(
            wrong: UInt32(clamping: row[column] as Int64),
            blocks: UInt32(clamping: row[column + 1] as Int64),
            blockedUntil: UnixTime(row, column + 2)
        )
    }

    var columnValues: [(any DatabaseValueConvertible)?] {
        [Int64(self.wrong), Int64(self.blocks), self.blockedUntil?.milliseconds]
    }
}

extension Optional {
    func orDamaged(_ column: String) throws(TokenStoreError) -> Wrapped {
        guard let value = self else { throw .damaged(reason: column) }
        return value
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

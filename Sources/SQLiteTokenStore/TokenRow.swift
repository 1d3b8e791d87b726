import Activation
import GRDB
import OTPCore

/// A record as the columns of a row of `token`.
enum TokenRow {
    /// The columns of a record, in the order ``record(_:)`` reads them; the secret is not among them.
    static let columns = """
        serial_number, kind, algorithm, digits, time_step, epoch, first_counter, imported_at, \
        state, holder, activated_at, last_accepted, clock_offset
        """

    static let columnCount = 13

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
                state: try Self.state(row),
                lastAccepted: (row[11] as Int64?).map { UInt64(bitPattern: $0) },
                clockOffset: row[12]
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
        ] + Self.changingValues(record)
    }

    /// The values of those columns that a decision may change, from `state` on.
    static func changingValues(_ record: TokenRecord) -> [(any DatabaseValueConvertible)?] {
        var state = "in-stock"
        var holder: String?
        var activatedAt: Int64?
        if case .active(let userID, let since) = record.state {
            state = "active"
            holder = userID.text
            activatedAt = since.milliseconds
        }
        let lastAccepted = record.lastAccepted.map { Int64(bitPattern: $0) }
        return [state, holder, activatedAt, lastAccepted, record.clockOffset]
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
        switch row[8] as String {
        case "in-stock":
            return .inStock
        case "active":
            let holder: String = try (row[9] as String?).orDamaged("holder")
            let since: Int64 = try (row[10] as Int64?).orDamaged("activated_at")
            return .active(holder: try UserID(holder), since: UnixTime(milliseconds: since))
        default:
            throw TokenStoreError.damaged(reason: "state")
        }
    }
}

extension Optional {
    fileprivate func orDamaged(_ column: String) throws(TokenStoreError) -> Wrapped {
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

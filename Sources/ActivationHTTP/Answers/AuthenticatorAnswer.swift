package import Activation
import OTPCore
import TimeText

/// A device as interfaces show it; what is secret is not in its record, and cannot be here.
package struct AuthenticatorAnswer: Encodable, Sendable {
    package let serialNumber: String
    package let kind: String
    package let state: String
    package let userID: String?
    package let activatedAt: String?
    package let block: BlockAnswer?
    package let importedAt: String
    package let validFrom: String?
    package let validUntil: String?
    package let algorithm: String
    package let digits: Int
    package let timeStep: String?
    package let clockOffset: String?

    /// The record at a moment: a temporary block ends by itself.
    ///
    /// - Parameters:
    ///   - record: The record as it is stored.
    ///   - time: The moment.
    ///   - rules: Those under which a decision would see it; nil shows what is stored.
    package init(_ record: TokenRecord, at time: UnixTime, _ rules: DecisionRules?) {
        let record = rules.map { record.cuttingStoredTimes(at: time, $0.throttles) } ?? record
        self.serialNumber = record.serialNumber.text
        self.kind = record.kind.name
        switch record.state {
        case .inStock:
            self.state = "in-stock"
            self.userID = nil
            self.activatedAt = nil
        case .active(let holder, let since):
            self.state = "active"
            self.userID = holder.text
            self.activatedAt = RFC3339.text(milliseconds: since.milliseconds)
        case .retired(let retirement, since: _):
            self.state = retirement.name
            self.userID = nil
            self.activatedAt = nil
        }
        self.block = record.block(at: time).map(BlockAnswer.init)
        self.importedAt = RFC3339.text(milliseconds: record.importedAt.milliseconds)
        self.validFrom = (record.validity.startsAt?.milliseconds).map { RFC3339.text(milliseconds: $0) }
        self.validUntil = (record.validity.expiresAt?.milliseconds).map { RFC3339.text(milliseconds: $0) }
        self.algorithm =
            switch record.algorithm {
            case .sha1: "sha1"
            case .sha256: "sha256"
            case .sha512: "sha512"
            }
        self.digits = record.movingFactor.digits
        switch record.movingFactor {
        case .time(let totp):
            let step = Int64(totp.timeStep) * 1000
            self.timeStep = ISO8601Duration.text(milliseconds: step)
            let (offset, overflow) = record.clockOffset.multipliedReportingOverflow(by: step)
            self.clockOffset = overflow ? nil : ISO8601Duration.text(milliseconds: offset)
        case .counter:
            self.timeStep = nil
            self.clockOffset = nil
        }
    }
}

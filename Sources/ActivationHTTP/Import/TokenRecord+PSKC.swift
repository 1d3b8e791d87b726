import Activation
import OTPCore
import PSKC

extension TokenRecord {
    /// The device a key of a container belongs to.
    ///
    /// The bench writes the kind as *Model*; any other model is taken for a code display (assumption). A start date that has
    /// passed is taken for the day the device was made (assumption): makers write it for lack of a better place.
    init(_ key: KeyProperties, importedAt time: UnixTime) throws(KeyRefusal) {
        let manufacturedAt = (key.policy?.startDate).map { UnixTime(milliseconds: $0.unixMilliseconds) }
        if let manufacturedAt, manufacturedAt > time { throw .limitedByPolicy }
        if let policy = key.policy, policy.limitsUse { throw .limitedByPolicy }
        let algorithm: HashAlgorithm
        let movingFactor: MovingFactor
        var clockOffset: Int64 = 0
        do {
            switch key.algorithm {
            case .hotp(let hash, let digits, let counter):
                algorithm = hash
                movingFactor = .counter(try HOTP(digits: digits), first: counter)
            case .totp(let hash, let digits, let clock):
                algorithm = hash
                movingFactor = .time(try TOTP(digits: digits, timeStep: clock.timeStep))
                clockOffset = Int64(clock.drift)
            case .ocra, .pin:
                throw KeyRefusal.noCodes
            }
        } catch let refusal as KeyRefusal {
            throw refusal
        } catch {
            throw .parameters
        }
        self.init(
            serialNumber: key.serialNumber,
            kind: key.model.flatMap { AuthenticatorKind(name: $0) } ?? .codeDisplay,
            algorithm: algorithm,
            movingFactor: movingFactor,
            importedAt: time,
            manufacturedAt: manufacturedAt,
            clockOffset: clockOffset
        )
    }
}

extension KeyPolicy {
    /// Whether it forbids any use after the import that this service would not notice, RFC 6030, section 5.
    fileprivate var limitsUse: Bool {
        self.expiryDate != nil || self.pin != nil || self.numberOfTransactions != nil
    }
}

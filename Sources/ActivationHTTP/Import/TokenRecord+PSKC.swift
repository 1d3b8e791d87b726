import Activation
import OTPCore
import PSKC

extension TokenRecord {
    /// The device a key of a container belongs to.
    ///
    /// The bench writes the kind as *Model*; any other model is taken for a code display (assumption). A start date that has
    /// passed is taken for the day the device was made (assumption): makers write it for lack of a better place.
    init(_ key: KeyProperties, importedAt time: UnixTime) throws(KeyRefusal) {
        let validity = ValidityPeriod(
            startsAt: (key.policy?.startDate).map { UnixTime(milliseconds: $0.unixMilliseconds) },
            expiresAt: (key.policy?.expiryDate).map { UnixTime(milliseconds: $0.unixMilliseconds) }
        )
        guard !validity.hasExpired(at: time) else { throw .expired }
        try key.policy?.refuseWhatIsNotKept()
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
            manufacturedAt: validity.startsAt.flatMap { startsAt in startsAt <= time ? startsAt : nil },
            validity: validity,
            clockOffset: clockOffset
        )
    }
}

extension KeyPolicy {
    /// Refuses a policy that this service would not keep, RFC 6030, section 5; a PIN that the device itself asks for is the
    /// device's business, section 5.1.
    fileprivate func refuseWhatIsNotKept() throws(KeyRefusal) {
        if let pin = self.pin, pin.usageMode != "Local" { throw .pinOfServer }
        if self.numberOfTransactions != nil { throw .numberOfUses }
    }
}

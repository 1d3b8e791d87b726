package import Activation
package import OTPCore
import WebAuthn

/// What a decision has changed of a device, and others may have to know.
package struct DeviceChange: Equatable, Sendable {
    package enum Kind: String, Sendable {
        case activated
        case blocked
        case unblocked
        case replaced
        /// A chip was removed by an operator.
        case removed
        /// A chip was asked for by password alone; it can be added after the waiting time.
        case requested
        /// An operator has withdrawn that request.
        case requestWithdrawn = "request-withdrawn"
    }

    /// Which device it is: a chip has no serial number.
    package enum Device: Equatable, Sendable {
        case token(SerialNumber, AuthenticatorKind)
        case chip(credentialID: [UInt8])
        /// A chip that is not known yet.
        case newChip

        /// The name in a log: the serial number, or the credential ID in base64url.
        var name: String {
            switch self {
            case .token(let serialNumber, _): serialNumber.text
            case .chip(let credentialID): Base64URL.encode(credentialID)
            case .newChip: "new chip"
            }
        }
    }

    package let kind: Kind
    package let device: Device
    package let userID: UserID?

    /// The block that holds now, if one does.
    package let block: DeviceBlock?
    package let time: UnixTime

    private init(_ kind: Kind, _ record: TokenRecord, userID: UserID?, at time: UnixTime) {
        self.kind = kind
        self.device = .token(record.serialNumber, record.kind)
        self.userID = userID
        self.block = record.block(at: time)
        self.time = time
    }

    private init(_ kind: Kind, _ chip: ChipRecord, userID: UserID, at time: UnixTime) {
        self.kind = kind
        self.device = .chip(credentialID: chip.credentialID)
        self.userID = userID
        self.block = chip.block(at: time)
        self.time = time
    }

    private init(newChip kind: Kind, userID: UserID, at time: UnixTime) {
        self.kind = kind
        self.device = .newChip
        self.userID = userID
        self.block = nil
        self.time = time
    }

    /// All that a decision has changed, the oldest device first.
    ///
    /// That a temporary block is over is no change: it ends without anybody deciding so.
    package static func changes(from before: Dossier, to after: Dossier, at time: UnixTime) -> [DeviceChange] {
        var changes: [DeviceChange] = []
        for (old, new) in zip(before.held, after.held) where old.holder != nil && new.holder == nil {
            changes.append(DeviceChange(.replaced, new, userID: old.holder, at: time))
        }
        if let old = before.token, let new = after.token {
            if old.holder == nil, new.holder != nil {
                changes.append(DeviceChange(.activated, new, userID: new.holder, at: time))
            }
            if let kind = Self.change(from: old.block(at: time), to: new.block(at: time)) {
                changes.append(DeviceChange(kind, new, userID: new.holder, at: time))
            }
        }
        return changes + Self.chipChanges(from: before, to: after, at: time)
    }

    private static func chipChanges(from before: Dossier, to after: Dossier, at time: UnixTime) -> [DeviceChange] {
        guard let holder = after.holder else { return [] }
        let changes = Self.chipChanges(from: before.holder?.chip, to: holder, at: time)
        let old = before.holder?.chipRequest
        guard holder.chipRequest != old else { return changes }
        if holder.chipRequest != nil {
            return changes + [DeviceChange(newChip: .requested, userID: holder.userID, at: time)]
        }
        // A request ends with the chip it was for, too.
        guard !changes.contains(where: { $0.kind == .activated }) else { return changes }
        return changes + [DeviceChange(newChip: .requestWithdrawn, userID: holder.userID, at: time)]
    }

    private static func chipChanges(
        from old: ChipRecord?,
        to holder: HolderRecord,
        at time: UnixTime
    ) -> [DeviceChange] {
        guard let new = holder.chip else {
            return old.map { [DeviceChange(.removed, $0, userID: holder.userID, at: time)] } ?? []
        }
        let activated = DeviceChange(.activated, new, userID: holder.userID, at: time)
        guard let old else { return [activated] }
        guard old.isSameCredential(as: new) else {
            return [DeviceChange(.replaced, old, userID: holder.userID, at: time), activated]
        }
        let kind = Self.change(from: old.block(at: time), to: new.block(at: time))
        return kind.map { [DeviceChange($0, new, userID: holder.userID, at: time)] } ?? []
    }

    private static func change(from old: DeviceBlock?, to new: DeviceBlock?) -> Kind? {
        guard old != new else { return nil }
        return new == nil ? .unblocked : .blocked
    }
}

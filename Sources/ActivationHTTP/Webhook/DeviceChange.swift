import Activation
import OTPCore

/// What a decision has changed of a device, and others may have to know.
struct DeviceChange: Equatable, Sendable {
    enum Kind: String, Sendable {
        case activated
        case blocked
        case unblocked
        case replaced
    }

    let kind: Kind
    let serialNumber: SerialNumber
    let device: AuthenticatorKind
    let userID: UserID?

    /// The block that holds now, if one does.
    let block: DeviceBlock?
    let time: UnixTime

    private init(_ kind: Kind, _ record: TokenRecord, userID: UserID?, at time: UnixTime) {
        self.kind = kind
        self.serialNumber = record.serialNumber
        self.device = record.kind
        self.userID = userID
        self.block = record.block(at: time)
        self.time = time
    }

    /// All that a decision has changed, the oldest device first.
    ///
    /// That a temporary block is over is no change: it ends without anybody deciding so.
    static func changes(from before: Dossier, to after: Dossier, at time: UnixTime) -> [DeviceChange] {
        var changes: [DeviceChange] = []
        for (old, new) in zip(before.held, after.held) where old.holder != nil && new.holder == nil {
            changes.append(DeviceChange(.replaced, new, userID: old.holder, at: time))
        }
        guard let old = before.token, let new = after.token else { return changes }
        if old.holder == nil, new.holder != nil {
            changes.append(DeviceChange(.activated, new, userID: new.holder, at: time))
        }
        let (oldBlock, newBlock) = (old.block(at: time), new.block(at: time))
        if oldBlock != newBlock {
            changes.append(DeviceChange(newBlock == nil ? .unblocked : .blocked, new, userID: new.holder, at: time))
        }
        return changes
    }
}

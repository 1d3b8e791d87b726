import Activation
import ActivationHTTP
import TimeText

/// What the check of a chain has found.
struct AuditReport: Encodable {
    let chain: String
    let entries: UInt64
    let isWhole: Bool
    /// The hash of the last entry that was found whole, in hexadecimal.
    let head: String
    let fault: String?
    /// So many entries at the beginning are older than the key: an earlier release wrote them.
    let entriesOlderThanKey: UInt64
    /// When the key that ties the entries was made; nil if none was made yet.
    let keyMadeAt: String?

    /// So many entries an earlier check had found whole, and this one took for granted.
    private let known: UInt64

    private enum CodingKeys: CodingKey {
        case chain, entries, isWhole, head, fault, entriesOlderThanKey, keyMadeAt
    }

    init<Store: TokenStore>(_ outcome: AuditCheck<Store>.Outcome, since start: AuditChain, _ key: AuditKey?) {
        self.chain = outcome.end.name
        self.entries = outcome.end.nextNumber
        self.head = outcome.end.head.hexadecimal
        self.isWhole = outcome.fault == nil
        self.known = start.nextNumber
        let end = outcome.end
        self.entriesOlderThanKey = key == nil ? end.nextNumber : min(end.entriesOlderThanKey, end.nextNumber)
        self.keyMadeAt = key.map { RFC3339.text(milliseconds: $0.madeAt.milliseconds) }
        self.fault = outcome.fault.map { fault in
            switch fault.kind {
            case .missing(let found): "entry \(fault.number) is missing: \(found) stands in its place"
            case .changed: "entry \(fault.number) is not what was written"
            case .cutOff: "entry \(fault.number) is missing: the chain ends before it"
            case .unsealed: "the seal of the end, after \(fault.number) entries, is missing or another one"
            }
        }
    }

    var line: String {
        let checked = "\(self.entries - self.known) entries checked"
        let place = self.known == 0 ? checked : "\(checked) after the first \(self.known)"
        let older = self.entriesOlderThanKey == 0 ? "" : ", the first \(self.entriesOlderThanKey) older than the key"
        let key = self.keyMadeAt.map { ", key of \($0)" } ?? ", no key yet"
        return "chain \(self.chain): \(self.fault ?? "whole"), \(place)\(older)\(key), head \(self.head)"
    }
}

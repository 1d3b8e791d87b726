import Activation
import ActivationHTTP

/// What the check of a chain has found.
struct AuditReport: Encodable {
    let chain: String
    let entries: UInt64
    let isWhole: Bool
    /// The hash of the last entry that was found whole, in hexadecimal.
    let head: String
    let fault: String?

    init<Store: TokenStore>(_ outcome: AuditCheck<Store>.Outcome) {
        self.chain = outcome.end.name
        self.entries = outcome.end.nextNumber
        self.head = outcome.end.head.hexadecimal
        self.isWhole = outcome.fault == nil
        self.fault = outcome.fault.map { fault in
            switch fault.kind {
            case .missing(let found): "entry \(fault.number) is missing: \(found) stands in its place"
            case .changed: "entry \(fault.number) is not what was written"
            }
        }
    }

    var line: String {
        "chain \(self.chain): \(self.fault ?? "whole"), \(self.entries) entries checked, head \(self.head)"
    }
}

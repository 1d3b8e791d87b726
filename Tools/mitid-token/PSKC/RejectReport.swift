import PSKC

/// A record that cannot be used, for `--json`.
struct RejectReport: Encodable {
    let serialNumber: String?
    let keyID: String?
    let line: Int
    let reason: String

    init(_ reject: PSKCReject) {
        self.serialNumber = reject.serialNumber
        self.keyID = reject.keyID
        self.line = reject.position.line
        self.reason = reject.sentence
    }
}

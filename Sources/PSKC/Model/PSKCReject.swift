/// A record that cannot be used: which one, where, and why.
package struct PSKCReject: Equatable, Sendable, CustomStringConvertible {
    /// The serial number as the file has it, valid or not, cut to 64 characters.
    package let serialNumber: String?

    /// The *Id* of the key, cut likewise.
    package let keyID: String?

    /// Where the record starts.
    package let position: PSKCPosition

    package let reason: PSKCRejectReason

    init(serialNumber: String?, keyID: String?, position: PSKCPosition, reason: PSKCRejectReason) {
        self.serialNumber = serialNumber.map { text in String(text.prefix(64)) }
        self.keyID = keyID.map { text in String(text.prefix(64)) }
        self.position = position
        self.reason = reason
    }

    /// Why, and what can be done about it.
    package var sentence: String {
        // A table has no key Ids.
        guard self.reason == .serialNumberMissing, self.keyID != nil else { return "\(self.reason)" }
        return "\(self.reason), but a key Id, which is taken with --key-id-as-serial (over HTTP: ?keyIDAsSerial=true)"
    }

    package var description: String {
        let name = self.serialNumber.map { serial in "serial number \(serial)" } ?? "a record without serial number"
        return "line \(self.position.line): \(name): \(self.sentence)"
    }
}

package import Activation
import TimeText
import WebAuthn

/// A holder's chip as interfaces show it.
package struct ChipAnswer: Encodable, Sendable {
    /// In base64url, as Web Authentication's JSON forms have it.
    package let credentialID: String
    package let aaguid: String
    package let attestation: String
    package let transports: [String]
    package let enrolledAt: String
    package let signatureCounter: UInt32
    package let block: BlockAnswer?

    package init(_ chip: ChipRecord, at time: UnixTime) {
        self.credentialID = Base64URL.encode(chip.credentialID)
        self.aaguid = Self.uuid(chip.aaguid)
        self.attestation = chip.attestation.name
        self.transports = chip.transports.names
        self.enrolledAt = RFC3339.text(milliseconds: chip.enrolledAt.milliseconds)
        self.signatureCounter = chip.signatureCounter
        self.block = chip.block(at: time).map(BlockAnswer.init)
    }

    /// RFC 9562, section 4.
    private static func uuid(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef")
        var text = ""
        for (index, byte) in bytes.enumerated() {
            if [4, 6, 8, 10].contains(index) { text.append("-") }
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return text
    }
}

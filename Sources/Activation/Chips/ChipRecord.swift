/// The chip a holder uses: a public key credential, Web Authentication level 3, section 4.
///
/// A holder has one at most: mitid.dk confirms that one chip is in use. Nothing in it is secret.
package struct ChipRecord: Equatable, Sendable {
    package let credentialID: [UInt8]

    /// A point of P-256, uncompressed: 0x04, x, y; SEC 1, section 2.3.3.
    package let publicKey: [UInt8]

    /// The model as the authenticator tells it, 16 bytes; zeros if it does not.
    package let aaguid: [UInt8]

    package let attestation: ChipAttestation
    package let enrolledAt: UnixTime

    /// How the chip can be reached, as the browser says.
    package let transports: ChipTransports

    /// The signature counter of the last accepted answer, section 6.1.1.
    package internal(set) var signatureCounter: UInt32

    /// The block an operator has set.
    package internal(set) var block: DeviceBlock?

    /// A record as it was stored, or a new one.
    package init(
        credentialID: [UInt8],
        publicKey: [UInt8],
        aaguid: [UInt8],
        attestation: ChipAttestation,
        enrolledAt: UnixTime,
        transports: ChipTransports = ChipTransports(),
        signatureCounter: UInt32,
        block: DeviceBlock? = nil
    ) {
        self.credentialID = credentialID
        self.publicKey = publicKey
        self.aaguid = aaguid
        self.attestation = attestation
        self.enrolledAt = enrolledAt
        self.transports = transports
        self.signatureCounter = signatureCounter
        self.block = block
    }

    /// The block that holds at a moment, if one does.
    package func block(at time: UnixTime) -> DeviceBlock? {
        switch self.block {
        case nil: nil
        case .permanent: .permanent
        case .temporary(let until): time < until ? .temporary(until: until) : nil
        }
    }

    /// Whether both are one and the same credential, whatever happened to it since.
    package func isSameCredential(as other: ChipRecord) -> Bool {
        self.credentialID == other.credentialID && self.publicKey == other.publicKey
    }

    /// Whether a counter may follow the last one: a step forward, or zero from an authenticator that counts nothing; Web
    /// Authentication level 3, section 7.2, step 22.
    func accepts(_ counter: UInt32) -> Bool {
        counter > self.signatureCounter || (counter == 0 && self.signatureCounter == 0)
    }
}

package import OTPCore

extension HMACKey {
    /// The key a store lends for a device it does not know, so that looking for its code takes as long as for any other.
    ///
    /// Its codes open nothing: there is no record they could be accepted for.
    package static var decoy: HMACKey {
        let bytes = InlineArray<20, UInt8>(repeating: 0)
        return HMACKey(copying: bytes.span, algorithm: .sha1)
    }
}

extension TokenRecord {
    /// The record that stands in for one nobody has, with the commonest parameters.
    ///
    /// Never nil: they are all valid.
    static var decoy: TokenRecord? {
        guard let serialNumber = try? SerialNumber("decoy"), let totp = try? TOTP() else { return nil }
        return TokenRecord(
            serialNumber: serialNumber,
            kind: .codeDisplay,
            algorithm: .sha1,
            movingFactor: .time(totp),
            importedAt: UnixTime(milliseconds: 0)
        )
    }
}

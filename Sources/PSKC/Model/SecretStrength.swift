import LibCrypto

/// What RFC 4226, section 4, R6, asks of a secret: 128 bits, better 160.
enum SecretStrength {
    static let leastByteCount = 16

    /// Fewer bytes are no secret; RFC 6030 prints an example of four.
    static let refusedBelow = 4
}

extension SecretBytes {
    /// Refuses what no device has: a few bytes, or one byte over and over, which is what a blank field or a test becomes.
    func refuseWhatNoDeviceHas() throws(PSKCRejectReason) {
        guard self.count >= SecretStrength.refusedBelow else { throw .secretTooShort(self.count) }
        // In one pass over all bytes, so that the time says nothing about them.
        let difference = self.withBytes { bytes in
            var difference: UInt8 = 0
            for index in bytes.indices { difference |= bytes[index] ^ bytes[0] }
            return difference
        }
        guard difference != 0 else { throw .secretOfEqualBytes }
    }
}

extension PSKCKey {
    /// Whether the secret has fewer than 128 bits; a PIN is no secret of that kind.
    package var isSecretShort: Bool {
        self.properties.algorithm != .pin && self.secret.count < SecretStrength.leastByteCount
    }
}

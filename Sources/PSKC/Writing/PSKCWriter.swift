import LibCrypto
import OTPCore

/// Writes an RFC 6030 container piece by piece: ``start()``, ``keyPackage(_:secret:)`` for every key, ``end()``.
///
/// It holds nothing but its settings, so a container of any size takes no memory; the pieces, joined, are the file.
/// Without an encryption the secrets are written as *PlainValue*, in the clear: a piece is as secret as the key in it.
package struct PSKCWriter: Sendable {
    /// The *Id* of the container.
    package let containerID: String?

    private let encryption: ContainerEncryption?

    package init(containerID: String? = nil, encryption: ContainerEncryption? = nil) {
        self.containerID = containerID
        self.encryption = encryption
    }

    /// The head of the file.
    package func start() -> [UInt8] {
        var xml = XMLText()
        xml.raw(#"<?xml version="1.0" encoding="UTF-8"?>"#)
        xml.raw("\n")
        let isEncrypted = self.encryption != nil
        xml.open(
            "KeyContainer",
            [
                ("Version", "1.0"), ("Id", self.containerID), ("xmlns", PSKCNamespace.rfc6030),
                ("xmlns:ds", isEncrypted ? "http://www.w3.org/2000/09/xmldsig#" : nil),
                ("xmlns:xenc", isEncrypted ? "http://www.w3.org/2001/04/xmlenc#" : nil),
            ]
        )
        self.encryption?.writeHead(to: &xml)
        return xml.bytes
    }

    /// One device with one key.
    package func keyPackage(_ key: KeyProperties, secret: Span<UInt8>) throws(PSKCWriterError) -> [UInt8] {
        guard (1...SharedSecret.maximumByteCount).contains(secret.count) else { throw .secretLength(secret.count) }
        var xml = XMLText(depth: 1)
        xml.open("KeyPackage")
        Self.write(device: key, to: &xml)
        if let module = key.cryptoModuleID {
            xml.open("CryptoModuleInfo")
            xml.leaf("Id", module)
            xml.close("CryptoModuleInfo")
        }
        xml.open("Key", [("Id", key.keyID), ("Algorithm", key.algorithm.uri)])
        xml.leaf("Issuer", key.issuer)
        try Self.write(parametersOf: key, to: &xml)
        xml.leaf("KeyProfileId", key.keyProfileID)
        xml.leaf("KeyReference", key.keyReference)
        for name in key.friendlyNames { xml.leaf("FriendlyName", name.text, [("xml:lang", name.language)]) }
        xml.open("Data")
        xml.open("Secret")
        try self.write(secret, to: &xml)
        xml.close("Secret")
        Self.write(dataOf: key, to: &xml)
        xml.close("Data")
        xml.leaf("UserId", key.keyUserID)
        if let policy = key.policy { Self.write(policy: policy, to: &xml) }
        xml.close("Key")
        xml.close("KeyPackage")
        return xml.bytes
    }

    private func write(_ secret: Span<UInt8>, to xml: inout XMLText) throws(PSKCWriterError) {
        guard let encryption = self.encryption else {
            var encoded = Base64.encode(secret)
            defer { encoded.wipe() }
            return xml.leaf("PlainValue", encoded)
        }
        do {
            try encryption.write(secret, to: &xml)
        } catch {
            throw .encryption(error)
        }
    }

    /// The foot of the file.
    package func end() -> [UInt8] {
        var xml = XMLText(depth: 1)
        xml.close("KeyContainer")
        return xml.bytes
    }
}

import LibCrypto
import OTPCore

/// Writes an RFC 6030 container piece by piece: ``start()``, ``keyPackage(_:secret:)`` for every key, ``end()``.
///
/// It holds nothing but its settings, so a container of any size takes no memory; the pieces, joined, are the file.
/// Secrets are written as *PlainValue*, in the clear: a piece is as secret as the key in it.
package struct PSKCWriter: Sendable {
    /// The *Id* of the container.
    package let containerID: String?

    package init(containerID: String? = nil) {
        self.containerID = containerID
    }

    /// The head of the file.
    package func start() -> [UInt8] {
        var xml = XMLText()
        xml.raw(#"<?xml version="1.0" encoding="UTF-8"?>"#)
        xml.raw("\n")
        xml.open(
            "KeyContainer",
            [
                ("Version", "1.0"), ("Id", self.containerID), ("xmlns", PSKCNamespace.rfc6030),
            ]
        )
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
        try Self.write(parametersOf: key.algorithm, to: &xml)
        xml.leaf("KeyProfileId", key.keyProfileID)
        xml.leaf("KeyReference", key.keyReference)
        xml.leaf("FriendlyName", key.friendlyName)
        xml.open("Data")
        xml.open("Secret")
        var encoded = Base64.encode(secret)
        xml.leaf("PlainValue", encoded)
        encoded.wipe()
        xml.close("Secret")
        for (name, value) in key.algorithm.data {
            xml.open(name)
            xml.leaf("PlainValue", value)
            xml.close(name)
        }
        xml.close("Data")
        xml.leaf("UserId", key.keyUserID)
        if let policy = key.policy { Self.write(policy: policy, to: &xml) }
        xml.close("Key")
        xml.close("KeyPackage")
        return xml.bytes
    }

    /// The foot of the file.
    package func end() -> [UInt8] {
        var xml = XMLText(depth: 1)
        xml.close("KeyContainer")
        return xml.bytes
    }
}

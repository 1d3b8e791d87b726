import LibCrypto
import OTPCore

/// Makes a key of its element, or says why it cannot.
struct KeyElementParser {
    let options: PSKCReaderOptions

    let protection: ContainerProtection

    func key(in key: XMLElement, of device: XMLElement) throws(PSKCRejectReason) -> PSKCKey {
        let properties = try self.properties(key: key, device: device)
        let secret = try self.secret(of: key, for: properties.algorithm)
        return PSKCKey(properties: properties, secret: secret, position: key.position)
    }

    static func reject(key: XMLElement, device: XMLElement, reason: PSKCRejectReason) -> PSKCReject {
        PSKCReject(
            serialNumber: device.all("DeviceInfo").first?.all("SerialNo").first?.string,
            keyID: key.name == "Key" ? key.keyID : nil,
            position: key.position,
            reason: reason
        )
    }

    /// Everything but the secret, RFC 6030, sections 4.3 to 5.
    private func properties(key: XMLElement, device: XMLElement) throws(PSKCRejectReason) -> KeyProperties {
        guard key.name == "Key" else { throw .keyMissing }
        guard let keyID = key.keyID, !keyID.isEmpty else { throw .keyIDMissing }
        var assumptions: KeyAssumptions = []
        let info = try device.one("DeviceInfo")
        let serialNumber = try self.serialNumber(in: info, keyID: keyID, assumptions: &assumptions)
        let algorithm = try self.algorithm(of: key, assumptions: &assumptions)
        var properties = KeyProperties(serialNumber: serialNumber, keyID: keyID, algorithm: algorithm)
        properties.assumptions = assumptions
        properties.challengeFormat = try Self.parameters(of: key)?.one("ChallengeFormat").map(Self.challengeFormat)
        properties.responseFormat = try Self.responseFormat(of: key, algorithm)
        properties.unusedData = try self.unusedData(in: try key.one("Data"), of: algorithm)
        if let info {
            properties.manufacturer = try info.text("Manufacturer")
            properties.model = try info.text("Model")
            properties.issueNumber = try info.text("IssueNo")
            properties.deviceBinding = try info.text("DeviceBinding")
            properties.deviceStartDate = try info.date("StartDate")
            properties.deviceExpiryDate = try info.date("ExpiryDate")
            properties.deviceUserID = try info.text("UserId")
        }
        properties.cryptoModuleID = try device.one("CryptoModuleInfo")?.text("Id")
        properties.issuer = try key.text("Issuer")
        properties.keyProfileID = try key.text("KeyProfileId")
        properties.keyReference = try key.text("KeyReference")
        properties.friendlyNames = key.all("FriendlyName").filter { name in !name.string.isEmpty }.map { name in
            FriendlyName(name.string, language: name.attribute(XMLName.language))
        }
        properties.keyUserID = try key.text("UserId")
        properties.policy = try Self.policy(of: key)
        try algorithm.checkUsage(properties.policy)
        return properties
    }

    private func serialNumber(
        in info: XMLElement?,
        keyID: String,
        assumptions: inout KeyAssumptions
    ) throws(PSKCRejectReason) -> SerialNumber {
        var text = try info?.text("SerialNo")
        if text == nil, self.options.takesKeyIDForSerialNumber {
            text = keyID
            assumptions.insert(.serialNumber)
        }
        guard let text else { throw .serialNumberMissing }
        do {
            return try SerialNumber(text)
        } catch {
            throw .serialNumberInvalid(error)
        }
    }

    /// The secret, section 4.2; it leaves the tree only in storage that wipes itself.
    private func secret(
        of key: XMLElement,
        for algorithm: KeyAlgorithm
    ) throws(PSKCRejectReason) -> SecretBytes {
        guard let element = try key.one("Data")?.one("Secret"), let secret = try self.secret(in: element) else {
            throw .secretMissing(keyReference: try key.text("KeyReference"))
        }
        guard (1...SharedSecret.maximumByteCount).contains(secret.count) else { throw .secretLength(secret.count) }
        if algorithm != .pin { try secret.refuseWhatNoDeviceHas() }
        return secret
    }

    private func secret(in element: XMLElement) throws(PSKCRejectReason) -> SecretBytes? {
        let plain = try element.one("PlainValue")
        if let encrypted = try element.one("EncryptedValue") {
            guard plain == nil else { throw .plainAndEncrypted(element: element.name) }
            return try self.protection.open(encrypted, in: element)
        }
        guard let plain else { return nil }
        guard var bytes = plain.base64 else { throw .secretNotBase64 }
        defer { bytes.wipe() }
        return SecretBytes(copying: bytes.span)
    }

    /// The number in a child of *Data*, section 4.2, plain or encrypted.
    func number<Number: FixedWidthInteger>(
        _ name: String,
        in data: XMLElement?,
        within range: ClosedRange<Number>
    ) throws(PSKCRejectReason) -> Number? {
        guard let element = try data?.one(name) else { return nil }
        let plain = try element.text("PlainValue")
        if let encrypted = try element.one("EncryptedValue") {
            guard plain == nil else { throw .plainAndEncrypted(element: name) }
            let value = try self.protection.open(encrypted, in: element)
            return try value.withBytes { bytes throws(PSKCRejectReason) in
                try XMLElement.number(decrypted: bytes, of: name, in: range)
            }
        }
        guard let plain else { throw .notANumber(element: name) }
        return try XMLElement.number(plain, of: name, in: range)
    }
}

extension XMLElement {
    /// The *Id* of a key; drafts called it *KeyId*.
    fileprivate var keyID: String? { self.attribute("Id") ?? self.attribute("KeyId") }
}

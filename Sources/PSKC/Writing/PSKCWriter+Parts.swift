import OTPCore

extension PSKCWriter {
    /// *DeviceInfo*, RFC 6030, section 4.3.1, in the order of its schema.
    static func write(device key: KeyProperties, to xml: inout XMLText) {
        xml.open("DeviceInfo")
        xml.leaf("Manufacturer", key.manufacturer)
        xml.leaf("SerialNo", key.serialNumber.text)
        xml.leaf("Model", key.model)
        xml.leaf("IssueNo", key.issueNumber)
        xml.leaf("DeviceBinding", key.deviceBinding)
        xml.leaf("StartDate", key.deviceStartDate?.description)
        xml.leaf("ExpiryDate", key.deviceExpiryDate?.description)
        xml.leaf("UserId", key.deviceUserID)
        xml.close("DeviceInfo")
    }

    /// *AlgorithmParameters*, section 4.3.4.
    static func write(parametersOf algorithm: KeyAlgorithm, to xml: inout XMLText) throws(PSKCWriterError) {
        let suite: String
        let digits: Int
        switch algorithm {
        case .hotp(let hash, let length, _), .totp(let hash, let length, _):
            guard (try? HOTP(digits: length)) != nil else { throw .digits(length) }
            suite = hash.suiteName
            digits = length
        case .ocra(let name, _):
            xml.open("AlgorithmParameters")
            xml.leaf("Suite", name)
            xml.close("AlgorithmParameters")
            return
        case .pin:
            return
        }
        xml.open("AlgorithmParameters")
        xml.leaf("Suite", suite)
        xml.empty("ResponseFormat", [("Length", String(digits)), ("Encoding", "DECIMAL")])
        xml.close("AlgorithmParameters")
    }

    /// *Policy*, section 5, in the order of its schema.
    static func write(policy: KeyPolicy, to xml: inout XMLText) {
        xml.open("Policy")
        xml.leaf("StartDate", policy.startDate?.description)
        xml.leaf("ExpiryDate", policy.expiryDate?.description)
        if let pin = policy.pin {
            xml.empty(
                "PINPolicy",
                [
                    ("PINKeyId", pin.keyID),
                    ("PINUsageMode", pin.usageMode),
                    ("MaxFailedAttempts", pin.maximumFailedAttempts.map(String.init)),
                    ("MinLength", pin.minimumLength.map(String.init)),
                    ("MaxLength", pin.maximumLength.map(String.init)),
                    ("PINEncoding", pin.encoding),
                ]
            )
        }
        for usage in policy.usages { xml.leaf("KeyUsage", usage) }
        xml.leaf("NumberOfTransactions", policy.numberOfTransactions.map(String.init))
        xml.close("Policy")
    }
}

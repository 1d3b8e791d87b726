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
    static func write(parametersOf key: KeyProperties, to xml: inout XMLText) throws(PSKCWriterError) {
        let suite: String?
        var response = key.responseFormat
        switch key.algorithm {
        case .hotp(let hash, let digits, _), .totp(let hash, let digits, _):
            guard (try? HOTP(digits: digits)) != nil else { throw .digits(digits) }
            suite = hash.suiteName
            var format = ResponseFormat()
            format.length = UInt32(digits)
            format.encoding = "DECIMAL"
            response = format
        case .ocra(let name, _): suite = name
        case .pin: suite = nil
        }
        guard suite != nil || response != nil || key.challengeFormat != nil else { return }
        xml.open("AlgorithmParameters")
        xml.leaf("Suite", suite)
        if let format = key.challengeFormat {
            xml.empty(
                "ChallengeFormat",
                [
                    ("Encoding", format.encoding),
                    ("Min", format.minimumLength.map(String.init)),
                    ("Max", format.maximumLength.map(String.init)),
                    ("CheckDigits", format.hasCheckDigit.map(String.init)),
                ]
            )
        }
        if let format = response {
            xml.empty(
                "ResponseFormat",
                [
                    ("Length", format.length.map(String.init)),
                    ("Encoding", format.encoding),
                    ("CheckDigits", format.hasCheckDigit.map(String.init)),
                ]
            )
        }
        xml.close("AlgorithmParameters")
    }

    /// The children of *Data* beside the secret, section 4.2, in the order of the schema.
    static func write(dataOf key: KeyProperties, to xml: inout XMLText) {
        var data = key.unusedData
        switch key.algorithm {
        case .hotp(_, _, let counter): data.counter = counter
        case .totp(_, _, let clock):
            data.stepsPassed = clock.stepsPassed
            data.timeStep = clock.timeStep
            data.drift = clock.drift == 0 ? nil : clock.drift
        case .ocra(_, let counter): data.counter = counter
        case .pin: break
        }
        let values = [
            ("Counter", data.counter.map(String.init)), ("Time", data.stepsPassed.map(String.init)),
            ("TimeInterval", data.timeStep.map(String.init)), ("TimeDrift", data.drift.map(String.init)),
        ]
        for case (let name, let value?) in values {
            xml.open(name)
            xml.leaf("PlainValue", value)
            xml.close(name)
        }
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

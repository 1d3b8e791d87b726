import CanonicalCBOR

extension AuthenticatorState {
    /// The version that is written.
    private static let version: UInt64 = 1

    /// The members' keys.
    private enum Key {
        static let version: Int64 = 0
        static let masterSecret: Int64 = 1
        static let signatureCounter: Int64 = 2
        static let pinHash: Int64 = 3
        static let pinCodePointCount: Int64 = 4
        static let pinRetries: Int64 = 5
        static let mustChangePIN: Int64 = 6
        static let minimumPINLength: Int64 = 7
        static let minimumPINLengthRPIDs: Int64 = 8
        static let alwaysRequiresUserVerification: Int64 = 9
        static let isEnterpriseAttestationEnabled: Int64 = 10
        static let credentials: Int64 = 11
        static let largeBlobs: Int64 = 12
    }

    /// The state as bytes, a map in canonical CBOR, with all its secrets.
    package func encoded() -> [UInt8] {
        var writer = CBORWriter()
        writer.map { members in
            members.add(Key.version) { $0.unsignedInteger(Self.version) }
            members.add(Key.masterSecret) { $0.byteString(self.masterSecret) }
            members.add(Key.signatureCounter) { $0.unsignedInteger(UInt64(self.signatureCounter)) }
            if let pin = self.pin {
                members.add(Key.pinHash) { $0.byteString(pin.hash) }
                members.add(Key.pinCodePointCount) { $0.unsignedInteger(UInt64(pin.codePointCount)) }
            }
            members.add(Key.pinRetries) { $0.unsignedInteger(UInt64(self.pinRetries)) }
            members.add(Key.mustChangePIN) { $0.boolean(self.mustChangePIN) }
            members.add(Key.minimumPINLength) { $0.unsignedInteger(UInt64(self.minimumPINLength)) }
            members.add(Key.minimumPINLengthRPIDs) { value in
                value.array(count: self.minimumPINLengthRPIDs.count)
                for rpID in self.minimumPINLengthRPIDs {
                    value.textString(utf8: rpID)
                }
            }
            members.add(Key.alwaysRequiresUserVerification) { $0.boolean(self.alwaysRequiresUserVerification) }
            members.add(Key.isEnterpriseAttestationEnabled) { $0.boolean(self.isEnterpriseAttestationEnabled) }
            members.add(Key.credentials) { value in
                value.array(count: self.credentials.count)
                for credential in self.credentials {
                    credential.write(to: &value)
                }
            }
            members.add(Key.largeBlobs) { $0.byteString(self.largeBlobs) }
        }
        return writer.bytes
    }

    /// A state put back from its bytes.
    ///
    /// - Throws: ``AuthenticatorStateError``, with what is wrong and where.
    package init(encoded bytes: [UInt8]) throws(AuthenticatorStateError) {
        let item: CBORItem
        do throws(CBORError) {
            item = try CBORItem(parsing: bytes)
        } catch {
            throw .malformed(error)
        }
        guard let members = item.map else { throw .invalidMember(key: Key.version) }
        guard members[Key.version]?.unsignedInteger == Self.version else { throw .unknownVersion }
        self.init(masterSecret: try members.bytes(Key.masterSecret, count: 32...32))
        self.signatureCounter = UInt32(try members.number(Key.signatureCounter, in: 0...UInt64(UInt32.max)))
        if members[Key.pinHash] != nil {
            let count = try members.number(Key.pinCodePointCount, in: 1...63)
            self.pin = StoredPIN(hash: try members.bytes(Key.pinHash, count: 16...16), codePointCount: UInt8(count))
        }
        self.pinRetries = UInt8(try members.number(Key.pinRetries, in: 0...UInt64(Self.maximumPINRetries)))
        self.mustChangePIN = try members.boolean(Key.mustChangePIN)
        self.minimumPINLength = UInt8(
            try members.number(Key.minimumPINLength, in: UInt64(Self.leastMinimumPINLength)...63)
        )
        for rpID in try members.array(Key.minimumPINLengthRPIDs) {
            guard let text = rpID.textString else { throw .invalidMember(key: Key.minimumPINLengthRPIDs) }
            self.minimumPINLengthRPIDs.append([UInt8](text))
        }
        self.alwaysRequiresUserVerification = try members.boolean(Key.alwaysRequiresUserVerification)
        self.isEnterpriseAttestationEnabled = try members.boolean(Key.isEnterpriseAttestationEnabled)
        for item in try members.array(Key.credentials) {
            guard let credential = DiscoverableCredential(item) else { throw .invalidMember(key: Key.credentials) }
            self.credentials.append(credential)
        }
        self.largeBlobs = try members.bytes(Key.largeBlobs, count: 17...Int.max)
    }
}

extension CBORMap {
    fileprivate func bytes(_ key: Int64, count: ClosedRange<Int>) throws(AuthenticatorStateError) -> [UInt8] {
        guard let bytes = self[key]?.byteString, count.contains(bytes.count) else { throw .invalidMember(key: key) }
        return [UInt8](bytes)
    }

    fileprivate func number(_ key: Int64, in range: ClosedRange<UInt64>) throws(AuthenticatorStateError) -> UInt64 {
        guard let number = self[key]?.unsignedInteger, range.contains(number) else { throw .invalidMember(key: key) }
        return number
    }

    fileprivate func boolean(_ key: Int64) throws(AuthenticatorStateError) -> Bool {
        guard let boolean = self[key]?.boolean else { throw .invalidMember(key: key) }
        return boolean
    }

    fileprivate func array(_ key: Int64) throws(AuthenticatorStateError) -> CBORArray {
        guard let array = self[key]?.array else { throw .invalidMember(key: key) }
        return array
    }
}

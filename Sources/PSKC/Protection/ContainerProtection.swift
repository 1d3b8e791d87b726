import LibCrypto

/// The key and the MAC of one container: what its head declares, and the opening of its values.
///
/// A class, because keys are unwrapped and derived when the first value needs them and kept for the others.
final class ContainerProtection {
    private let key: ContainerKey?
    private var encryptionKey: XMLElement?
    private var macMethod: XMLElement?
    private var derivation: KeyDerivation?
    private var derivedKeys: [DerivedKey] = []
    private var mac: ContainerMAC?
    private var transportedKey: DerivedKey?
    private var hasOpened = false

    /// Remainder of ``PSKCReaderOptions/derivationLimit``.
    private var derivationsLeft: Int

    init(key: consuming ContainerKey?, derivationLimit: Int) {
        self.key = key
        self.derivationsLeft = derivationLimit
    }

    /// Takes *EncryptionKey*, RFC 6030, section 6; false for a second one.
    ///
    /// Nothing is computed before a value needs it.
    func declare(encryptionKey: XMLElement) -> Bool {
        guard self.encryptionKey == nil else { return false }
        self.encryptionKey = encryptionKey
        return true
    }

    /// Takes *MACMethod*, section 6.1.1; false for a second one.
    func declare(macMethod: XMLElement) -> Bool {
        guard self.macMethod == nil else { return false }
        self.macMethod = macMethod
        return true
    }

    /// Opens an encrypted value: the MAC first, by the algorithm the file declares, and then the cipher.
    ///
    /// The element is the parent of the *EncryptedValue*, which holds the *ValueMAC*.
    func open(_ encrypted: XMLElement, in element: XMLElement) throws(PSKCRejectReason) -> SecretBytes {
        let value = try EncryptedValue(encrypted)
        guard self.key != nil, self.privateKey != nil || !value.algorithm.isPublicKey else {
            throw .keyRequired(try self.requirement(of: value))
        }
        if let code = try element.one("ValueMAC") {
            try self.check(code, of: value)
        } else if !value.algorithm.checksIntegrity {
            throw .macMissing
        }
        return try self.decrypt(value)
    }

    /// Checks the code over the cipher text, section 6.1.1.
    private func check(_ code: XMLElement, of value: EncryptedValue) throws(PSKCRejectReason) {
        guard let code = code.base64 else { throw .macMismatch }
        let mac = try self.declaredMAC()
        let isValid = try self.withKey(of: mac, for: value.algorithm) { key throws(PSKCRejectReason) in
            do throws(LibCryptoFailure) {
                return try MessageAuthentication.isValid(code.span, for: value.text.span, key: key, hash: mac.hash)
            } catch {
                throw .library(error)
            }
        }
        guard isValid else { throw .macMismatch }
    }

    /// Lends the MAC key; without one the encryption key serves, section 6.1.1.
    private func withKey(
        of mac: ContainerMAC,
        for algorithm: EncryptionAlgorithm,
        _ body: (Span<UInt8>) throws(PSKCRejectReason) -> Bool
    ) throws(PSKCRejectReason) -> Bool {
        switch mac.key {
        case .some(let key): return try key.withBytes(body)
        case .none: return try self.withKey(for: algorithm, body)
        }
    }

    private func declaredMAC() throws(PSKCRejectReason) -> ContainerMAC {
        if let mac = self.mac { return mac }
        guard let method = self.macMethod else { throw .macMethodMissing }
        // Drafts have the identifier as the text of MACAlgorithm.
        let name = method.attribute("Algorithm") ?? (method.name == "MACAlgorithm" ? method.string : "")
        guard let hash = HashFunction(macName: name) else { throw .unsupportedMAC(name) }
        let mac: ContainerMAC
        if let wrapped = try method.one("MACKey") {
            do {
                let value = try EncryptedValue(wrapped)
                mac = ContainerMAC(hash: hash, key: try self.decrypt(value))
            } catch .decryptionFailed {
                // The first thing that is opened with the key: the file is whole, so it is the key that is wrong.
                throw .wrongKey
            }
        } else {
            mac = ContainerMAC(hash: hash, key: nil)
        }
        self.mac = mac
        return mac
    }

    /// Whether the key was given as it is and has not opened anything yet: if its length is wrong, it is so for all values.
    var isKeyUnproved: Bool {
        switch self.key {
        case .preShared?: !self.hasOpened
        case .password?: false
        case .privateKey?: false
        case nil: false
        }
    }

    private var privateKey: RSAPrivateKey? {
        switch self.key {
        case .privateKey(let key)?: key
        case .preShared?: nil
        case .password?: nil
        case nil: nil
        }
    }

    private func decrypt(_ value: EncryptedValue) throws(PSKCRejectReason) -> SecretBytes {
        if case .publicKey(let padding) = value.algorithm { return try self.decrypt(value, padding: padding) }
        return try self.withKey(for: value.algorithm) { key throws(PSKCRejectReason) in
            do throws(CipherError) {
                let opened = try value.algorithm.decrypt(value.text.span, key: key)
                self.hasOpened = true
                return opened
            } catch {
                switch error {
                case .keyLength(let count): throw .keyLength(count, expected: value.algorithm.keyByteCount)
                case .textLength: throw .cipherValueInvalid
                case .damaged: throw .decryptionFailed
                case .library(let failure): throw .library(failure)
                }
            }
        }
    }

    /// Opens a value with the private key.
    private func decrypt(
        _ value: EncryptedValue,
        padding: RSAPrivateKey.Padding
    ) throws(PSKCRejectReason) -> SecretBytes {
        guard let key = self.privateKey else { throw .keyRequired(try self.requirement(of: value)) }
        do throws(CipherError) {
            let opened = try key.decrypt(value.text.span, padding: padding)
            self.hasOpened = true
            return opened
        } catch {
            if case .library(let failure) = error { throw .library(failure) }
            // If nothing has opened yet, it is the key that is wrong.
            if self.hasOpened { throw .decryptionFailed }
            throw .wrongKey
        }
    }

    /// The key that the file carries encrypted under the public one: *EncryptedKey* in *EncryptionKey*.
    private func keyInTransport() throws(PSKCRejectReason) -> DerivedKey {
        if let known = self.transportedKey { return known }
        guard let element = try self.encryptionKey?.one("EncryptedKey") else {
            throw .keyRequired(try self.requirement(of: nil))
        }
        let value = try EncryptedValue(element)
        guard value.algorithm.isPublicKey else { throw .keyRequired(try self.requirement(of: nil)) }
        let key = DerivedKey(try self.decrypt(value))
        self.transportedKey = key
        return key
    }

    /// Lends the key for a cipher: the pre-shared one, or the one that the password or the private key gives.
    private func withKey<Result: ~Copyable>(
        for algorithm: EncryptionAlgorithm,
        _ body: (Span<UInt8>) throws(PSKCRejectReason) -> Result
    ) throws(PSKCRejectReason) -> Result {
        switch self.key {
        case .preShared(let key)?:
            return try key.withBytes(body)
        case .password(let password)?:
            let key = try self.derivedKey(from: password, byteCount: algorithm.keyByteCount)
            return try key.secret.withBytes(body)
        case .privateKey?:
            return try self.keyInTransport().secret.withBytes(body)
        case nil:
            throw .keyRequired(try self.requirement(of: nil))
        }
    }

    private func derivedKey(
        from password: borrowing SecretBytes,
        byteCount: Int
    ) throws(PSKCRejectReason) -> DerivedKey {
        let derivation: KeyDerivation
        if let known = self.derivation {
            derivation = known
        } else {
            guard let method = try self.encryptionKey?.one("DerivedKey")?.one("KeyDerivationMethod") else {
                throw .keyRequired(try self.requirement(of: nil))
            }
            derivation = try KeyDerivation(method)
            self.derivation = derivation
        }
        let count = derivation.keyByteCount ?? byteCount
        if let key = self.derivedKeys.first(where: { key in key.secret.count == count }) { return key }
        let cost = derivation.cost(ofKeyOf: count)
        guard cost <= self.derivationsLeft else { throw .derivationTooLong }
        self.derivationsLeft -= cost
        do {
            let secret = try password.withBytes { password throws(LibCryptoFailure) in
                try derivation.key(from: password, byteCount: byteCount)
            }
            let key = DerivedKey(secret)
            self.derivedKeys.append(key)
            return key
        } catch {
            throw .library(error)
        }
    }

    /// Which key the file was encrypted with, for the message to whoever has it.
    private func requirement(of value: EncryptedValue?) throws(PSKCRejectReason) -> KeyRequirement {
        let transported = try self.encryptionKey?.one("EncryptedKey")
        let data = (try transported?.one("KeyInfo") ?? self.encryptionKey)?.all("X509Data").first
        if value?.algorithm.isPublicKey == true || transported != nil || data != nil {
            let names = try transported?.one("KeyInfo")?.all("KeyName") ?? self.encryptionKey?.all("KeyName") ?? []
            return .privateKey(of: try data.flatMap(Self.owner) ?? names.first?.string)
        }
        if let derived = try self.encryptionKey?.one("DerivedKey") {
            return .password(names: (derived.all("MasterKeyName") + derived.all("CarriedKeyName")).map(\.string))
        }
        return .preShared(names: self.encryptionKey?.all("KeyName").map(\.string) ?? [])
    }

    /// Whose key it is, as *X509Data* says, XML Signature, section 4.5.4.
    private static func owner(of data: XMLElement) throws(PSKCRejectReason) -> String? {
        let bytes = data.all("X509Certificate").first?.base64 ?? []
        if let subject = Certificate(der: bytes.span)?.subject { return subject }
        if let subject = try data.text("X509SubjectName") { return subject }
        guard let serial = try data.one("X509IssuerSerial"), let issuer = try serial.text("X509IssuerName") else {
            return nil
        }
        return "certificate \(try serial.text("X509SerialNumber") ?? "?") of \(issuer)"
    }
}

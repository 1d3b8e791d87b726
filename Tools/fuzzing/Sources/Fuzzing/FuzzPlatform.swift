import CanonicalCBOR
import FIDOAuthenticator
import FIDOMessages

/// A platform that asks for valid things, so that a fuzzer gets past PINs and parameters; its choices are the input's.
struct FuzzPlatform {
    private var environment = FuzzEnvironment()
    private var keys: FuzzPINKeys?
    private var token: [UInt8]?
    private var credentialIDs: [[UInt8]] = []
    private let clientDataHash = [UInt8](repeating: 0xCD, count: 32)
    private let relyingParties = ["mitid.dk", "example.com", "enterprise.example"]

    mutating func step(_ reader: inout InputReader, _ chip: inout ChipUnderTest) {
        switch reader.number(below: 12) {
        case 0, 1: self.makeCredential(&reader, &chip)
        case 2, 3: self.getAssertion(&reader, &chip)
        case 4: self.agreeOnKeys(&reader, &chip)
        case 5: self.setPIN(&reader, &chip)
        case 6, 7: self.getToken(&reader, &chip)
        case 8: self.manageCredentials(&reader, &chip)
        case 9: self.configure(&reader, &chip)
        case 10: self.largeBlobs(&reader, &chip)
        default: _ = chip.request([[0x04, 0x07, 0x08, 0x0B][reader.number(below: 4)]])
        }
    }

    // MARK: Credentials

    private mutating func makeCredential(_ reader: inout InputReader, _ chip: inout ChipUnderTest) {
        let relyingParty = self.relyingParties[reader.number(below: 3)]
        let options = reader.byte()
        let extensions = reader.byte()
        let algorithm: Int64 = reader.flag() ? -7 : -8
        let user = reader.bytes(1 + reader.number(below: 4))
        let secret = self.hmacSecret(salts: 1 + reader.number(below: 2))
        let descriptors = self.credentialIDs
        let authorization = self.authorization(of: self.clientDataHash)
        var writer = CBORWriter(after: [0x01])
        writer.map { members in
            members.add(1) { $0.byteString(self.clientDataHash) }
            members.add(2) { $0.map { $0.add("id") { $0.textString(relyingParty) } } }
            members.add(3) {
                $0.map { members in
                    members.add("id") { $0.byteString(user) }
                    members.add("name") { $0.textString("anna") }
                }
            }
            members.add(4) {
                $0.array(count: 1)
                $0.map { members in
                    members.add("alg") { $0.integer(algorithm) }
                    members.add("type") { $0.textString("public-key") }
                }
            }
            if options & 1 != 0 { members.add(5) { Self.descriptors(descriptors, to: &$0) } }
            members.add(6) {
                $0.map { members in
                    if extensions & 1 != 0 {
                        members.add("credProtect") { $0.unsignedInteger(UInt64(extensions >> 6)) }
                    }
                    if extensions & 2 != 0 { members.add("hmac-secret") { $0.boolean(true) } }
                    if extensions & 4 != 0 { members.add("credBlob") { $0.byteString(user) } }
                    if extensions & 8 != 0 { members.add("largeBlobKey") { $0.boolean(true) } }
                    if extensions & 16 != 0 { members.add("minPinLength") { $0.boolean(true) } }
                    if extensions & 32 != 0, let secret { members.add("other") { $0.item(encoded: secret[...]) } }
                }
            }
            members.add(7) { $0.map { $0.add("rk") { $0.boolean(options & 2 != 0) } } }
            if options & 4 != 0, let authorization {
                members.add(8) { $0.byteString(authorization) }
                members.add(9) { $0.unsignedInteger(UInt64(self.keys?.number ?? 1)) }
            }
            if options & 8 != 0 { members.add(10) { $0.unsignedInteger(UInt64(options >> 6)) } }
        }
        guard let answer = chip.request(writer.bytes), answer.first == 0 else { return }
        guard
            let data = try? CBORItem(parsing: answer, from: 1).map?[2]?.byteString, data.count > 55
        else { return hold(false, "an attestation object has authenticator data") }
        let bytes = Array(data)
        let idLength = Int(bytes[53]) << 8 | Int(bytes[54])
        hold(bytes.count >= 55 + idLength, "a credential ID is all there")
        if self.credentialIDs.count < 4 { self.credentialIDs.append(Array(bytes[55..<55 + idLength])) }
    }

    private mutating func getAssertion(_ reader: inout InputReader, _ chip: inout ChipUnderTest) {
        let relyingParty = self.relyingParties[reader.number(below: 3)]
        let options = reader.byte()
        let secret = self.hmacSecret(salts: 1 + reader.number(below: 2))
        let descriptors = self.credentialIDs
        let authorization = self.authorization(of: self.clientDataHash)
        var writer = CBORWriter(after: [0x02])
        writer.map { members in
            members.add(1) { $0.textString(relyingParty) }
            members.add(2) { $0.byteString(self.clientDataHash) }
            if options & 1 != 0, !descriptors.isEmpty { members.add(3) { Self.descriptors(descriptors, to: &$0) } }
            members.add(4) {
                $0.map { members in
                    if options & 2 != 0, let secret { members.add("hmac-secret") { $0.item(encoded: secret[...]) } }
                    if options & 4 != 0 { members.add("credBlob") { $0.boolean(true) } }
                    if options & 8 != 0 { members.add("largeBlobKey") { $0.boolean(true) } }
                }
            }
            members.add(5) { $0.map { $0.add("up") { $0.boolean(options & 16 == 0) } } }
            if options & 32 != 0, let authorization {
                members.add(6) { $0.byteString(authorization) }
                members.add(7) { $0.unsignedInteger(UInt64(self.keys?.number ?? 1)) }
            }
        }
        _ = chip.request(writer.bytes)
        if options & 64 != 0 { _ = chip.request([0x08]) }
    }

    private static func descriptors(_ ids: [[UInt8]], to writer: inout CBORWriter) {
        writer.array(count: ids.count)
        for id in ids {
            writer.map { members in
                members.add("id") { $0.byteString(id) }
                members.add("type") { $0.textString("public-key") }
            }
        }
    }

    // MARK: PIN

    private mutating func agreeOnKeys(_ reader: inout InputReader, _ chip: inout ChipUnderTest) {
        let number: UInt8 = reader.flag() ? 1 : 2
        let request = Self.request(0x06) { members in
            members.add(1) { $0.unsignedInteger(UInt64(number)) }
            members.add(2) { $0.unsignedInteger(2) }
        }
        guard
            let answer = chip.request(request), answer.first == 0,
            let key = try? CBORItem(parsing: answer, from: 1).map?[1]?.map,
            let x = key[-2]?.byteString, let y = key[-3]?.byteString
        else { return }
        self.keys = FuzzPINKeys(number: number, peer: Array(x) + Array(y), environment: &self.environment)
        hold(self.keys != nil, "an authenticator's key is a point")
    }

    private mutating func setPIN(_ reader: inout InputReader, _ chip: inout ChipUnderTest) {
        guard let keys = self.keys else { return }
        let isChange = reader.flag()
        let newPIN = Self.padded(pin: reader.byte())
        guard
            let newEncrypted = keys.encrypt(newPIN, environment: &self.environment),
            let hashEncrypted = self.encryptedHash(pin: reader.byte(), keys)
        else { return }
        let signed = isChange ? newEncrypted + hashEncrypted : newEncrypted
        let authentication = keys.authenticate(signed, environment: self.environment)
        _ = chip.request(
            Self.request(0x06) { members in
                members.add(1) { $0.unsignedInteger(UInt64(keys.number)) }
                members.add(2) { $0.unsignedInteger(isChange ? 4 : 3) }
                members.add(3) { keys.write(to: &$0) }
                members.add(4) { $0.byteString(authentication) }
                members.add(5) { $0.byteString(newEncrypted) }
                if isChange { members.add(6) { $0.byteString(hashEncrypted) } }
            }
        )
    }

    private mutating func getToken(_ reader: inout InputReader, _ chip: inout ChipUnderTest) {
        guard let keys = self.keys else { return }
        let hasPermissions = reader.flag()
        let permissions = reader.byte()
        guard let hashEncrypted = self.encryptedHash(pin: reader.byte(), keys) else { return }
        let relyingParty = self.relyingParties[reader.number(below: 3)]
        let request = Self.request(0x06) { members in
            members.add(1) { $0.unsignedInteger(UInt64(keys.number)) }
            members.add(2) { $0.unsignedInteger(hasPermissions ? 9 : 5) }
            members.add(3) { keys.write(to: &$0) }
            members.add(6) { $0.byteString(hashEncrypted) }
            if hasPermissions {
                members.add(9) { $0.unsignedInteger(UInt64(permissions)) }
                if permissions & 3 != 0 { members.add(10) { $0.textString(relyingParty) } }
            }
        }
        guard
            let answer = chip.request(request), answer.first == 0,
            let encrypted = try? CBORItem(parsing: answer, from: 1).map?[2]?.byteString
        else { return }
        self.token = keys.decrypt(Array(encrypted), environment: self.environment)
        hold(self.token?.count == 32, "a token has 32 bytes")
    }

    /// PINs are so few that a fuzzer finds the right one often and a wrong one too.
    private static func padded(pin choice: UInt8) -> [UInt8] {
        let digits = [UInt8](repeating: 0x30 + choice % 2, count: 4 + Int(choice >> 6))
        return digits + [UInt8](repeating: 0, count: 64 - digits.count)
    }

    private mutating func encryptedHash(pin choice: UInt8, _ keys: FuzzPINKeys) -> [UInt8]? {
        let pin = Self.padded(pin: choice).filter { $0 != 0 }
        let hash = Array(self.environment.sha256(pin.span).prefix(16))
        return keys.encrypt(hash, environment: &self.environment)
    }

    private func authorization(of message: [UInt8]) -> [UInt8]? {
        guard let keys = self.keys, let token = self.token else { return nil }
        return keys.authenticate(message, key: token, environment: self.environment)
    }

    private mutating func hmacSecret(salts: Int) -> [UInt8]? {
        guard
            let keys = self.keys,
            let salt = keys.encrypt([UInt8](repeating: 5, count: 32 * salts), environment: &self.environment)
        else { return nil }
        let authentication = keys.authenticate(salt, environment: self.environment)
        var writer = CBORWriter()
        writer.map { members in
            members.add(1) { keys.write(to: &$0) }
            members.add(2) { $0.byteString(salt) }
            members.add(3) { $0.byteString(authentication) }
            if keys.number == 2 { members.add(4) { $0.unsignedInteger(2) } }
        }
        return writer.bytes
    }

    // MARK: Management

    private mutating func manageCredentials(_ reader: inout InputReader, _ chip: inout ChipUnderTest) {
        let subcommand = UInt8(1 + reader.number(below: 7))
        let id = self.credentialIDs.isEmpty ? [1] : self.credentialIDs[reader.number(below: self.credentialIDs.count)]
        var parameters = CBORWriter()
        if subcommand == 4 {
            let relyingParty = self.relyingParties[reader.number(below: 3)]
            let hash = self.environment.sha256(relyingParty.utf8.span)
            parameters.map { $0.add(1) { $0.byteString(hash) } }
        } else if subcommand >= 6 {
            parameters.map { members in
                members.add(2) {
                    $0.map { members in
                        members.add("id") { $0.byteString(id) }
                        members.add("type") { $0.textString("public-key") }
                    }
                }
                if subcommand == 7 { members.add(3) { $0.map { $0.add("id") { $0.byteString([1]) } } } }
            }
        }
        self.authorized(0x0A, subcommand, parameters.bytes, prefix: [], &chip)
        if subcommand == 2 { _ = chip.request(Self.request(0x0A) { $0.add(1) { $0.unsignedInteger(3) } }) }
        if subcommand == 4 { _ = chip.request(Self.request(0x0A) { $0.add(1) { $0.unsignedInteger(5) } }) }
    }

    private mutating func configure(_ reader: inout InputReader, _ chip: inout ChipUnderTest) {
        let subcommand = UInt8(1 + reader.number(below: 3))
        var parameters = CBORWriter()
        if subcommand == 3 {
            let length = UInt64(reader.number(below: 8))
            let forces = reader.flag()
            parameters.map { members in
                members.add(1) { $0.unsignedInteger(length) }
                members.add(2) {
                    $0.array(count: 1)
                    $0.textString("mitid.dk")
                }
                members.add(3) { $0.boolean(forces) }
            }
        }
        let prefix = [UInt8](repeating: 0xFF, count: 32) + [0x0D, subcommand]
        self.authorized(0x0D, subcommand, parameters.bytes, prefix: prefix, &chip)
    }

    /// A subcommand with its parameters and the token's word for it: members 1 to 4 of both commands that have them.
    private func authorized(
        _ command: UInt8,
        _ subcommand: UInt8,
        _ parameters: [UInt8],
        prefix: [UInt8],
        _ chip: inout ChipUnderTest
    ) {
        let signed = (prefix.isEmpty ? [subcommand] : prefix) + parameters
        let authorization = self.authorization(of: signed)
        _ = chip.request(
            Self.request(command) { members in
                members.add(1) { $0.unsignedInteger(UInt64(subcommand)) }
                if !parameters.isEmpty { members.add(2) { $0.item(encoded: parameters[...]) } }
                if let authorization {
                    members.add(3) { $0.unsignedInteger(UInt64(self.keys?.number ?? 1)) }
                    members.add(4) { $0.byteString(authorization) }
                }
            }
        )
    }

    private mutating func largeBlobs(_ reader: inout InputReader, _ chip: inout ChipUnderTest) {
        guard reader.flag() else {
            let (count, offset) = (reader.twoBytes(), reader.byte())
            _ = chip.request(
                Self.request(0x0C) { members in
                    members.add(1) { $0.unsignedInteger(UInt64(count)) }
                    members.add(3) { $0.unsignedInteger(UInt64(offset)) }
                }
            )
            return
        }
        var array = [0x80] + reader.bytes(reader.number(below: 200))
        array += self.environment.sha256(array.span).prefix(16)
        let split = reader.flag() ? array.count : array.count / 2
        for part in [0..<split, split..<array.count] where !part.isEmpty {
            let fragment = Array(array[part])
            let offset = part.lowerBound
            var signed = [UInt8](repeating: 0xFF, count: 32) + [0x0C, 0x00]
            signed += [UInt8(truncatingIfNeeded: offset), UInt8(truncatingIfNeeded: offset >> 8), 0, 0]
            signed += self.environment.sha256(fragment.span)
            let authorization = self.authorization(of: signed)
            _ = chip.request(
                Self.request(0x0C) { members in
                    members.add(2) { $0.byteString(fragment) }
                    members.add(3) { $0.unsignedInteger(UInt64(offset)) }
                    if offset == 0 { members.add(4) { $0.unsignedInteger(UInt64(array.count)) } }
                    if let authorization {
                        members.add(5) { $0.byteString(authorization) }
                        members.add(6) { $0.unsignedInteger(UInt64(self.keys?.number ?? 1)) }
                    }
                }
            )
        }
    }

    private static func request(_ command: UInt8, _ body: (inout CBORMapWriter) -> Void) -> [UInt8] {
        var writer = CBORWriter(after: [command])
        writer.map(body)
        return writer.bytes
    }
}

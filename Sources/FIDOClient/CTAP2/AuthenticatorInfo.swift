package import CanonicalCBOR
package import FIDOMessages

/// The response to authenticatorGetInfo, read leniently; CTAP 2.1, section 6.4.
///
/// Nothing in it makes reading fail: a member of another type counts as missing and is kept in ``departures``.
package struct AuthenticatorInfo: Equatable, Sendable {
    /// A member that does not match the standard.
    package enum Departure: Equatable, Sendable {
        /// The response is not in canonical form.
        case notCanonical(CBORError)
        /// A required member is missing.
        case missingMember(Int64)
        /// A member of another type or length.
        case invalidMember(Int64)
        /// A member with a key that the standard does not have.
        case unknownMember(Int64)
        /// A key that is no integer.
        case invalidKey
    }

    package private(set) var versions: [String] = []
    package private(set) var extensions: [String] = []
    /// 16 bytes; empty if it is missing or of another length.
    package private(set) var aaguid: [UInt8] = []
    package private(set) var options: [Option] = []
    /// 1,024 if it is missing.
    package private(set) var maximumMessageSize: UInt64 = 1024
    package private(set) var pinProtocols: [UInt64] = []
    package private(set) var maximumCredentialCountInList: UInt64?
    package private(set) var maximumCredentialIDLength: UInt64?
    package private(set) var transports: [String] = []
    package private(set) var algorithms: [COSEAlgorithm] = []
    package private(set) var maximumLargeBlobArray: UInt64?
    package private(set) var mustChangePIN: Bool?
    package private(set) var minimumPINLength: UInt64?
    package private(set) var firmwareVersion: UInt64?
    package private(set) var maximumCredentialBlobLength: UInt64?
    package private(set) var maximumMinimumPINLengthRPIDs: UInt64?
    package private(set) var remainingDiscoverableCredentials: UInt64?
    package private(set) var departures: [Departure] = []

    /// One option with its value.
    package struct Option: Equatable, Sendable {
        package let name: String
        package let value: Bool
    }

    /// The value of an option; `nil` if it is missing.
    package func option(_ name: String) -> Bool? {
        self.options.first { $0.name == name }?.value
    }

    /// Whether it lists a version.
    package func supports(version: String) -> Bool {
        self.versions.contains(version)
    }

    /// The first PIN protocol that is known here, in the authenticator's order of preference.
    package var preferredPINProtocol: PINProtocol? {
        self.pinProtocols.lazy.compactMap { UInt8(exactly: $0).flatMap { PINProtocol(rawValue: $0) } }.first
    }

    /// Whether PIN tokens have permissions, the option pinUvAuthToken.
    package var hasPermissions: Bool { self.option("pinUvAuthToken") == true }

    /// Reads the members of a response.
    package init(_ response: CTAP2Response) {
        if let departure = response.departure {
            self.departures.append(.notCanonical(departure))
        }
        if let members = response.members {
            for entry in members { self.take(entry.key, entry.value) }
        }
        if response[1] == nil { self.departures.append(.missingMember(1)) }
        if response[3] == nil { self.departures.append(.missingMember(3)) }
    }

    private mutating func take(_ key: CBORItem, _ value: CBORItem) {
        guard let member = key.integer else { return self.departures.append(.invalidKey) }
        switch member {
        case 1: self.versions = self.texts(value, member)
        case 2: self.extensions = self.texts(value, member)
        case 3:
            guard let bytes = value.byteString, bytes.count == 16 else { return self.departs(member) }
            self.aaguid = [UInt8](bytes)
        case 4: self.takeOptions(value)
        case 5: self.maximumMessageSize = self.number(value, member) ?? 1024
        case 6: self.takePINProtocols(value)
        case 7: self.maximumCredentialCountInList = self.number(value, member)
        case 8: self.maximumCredentialIDLength = self.number(value, member)
        case 9: self.transports = self.texts(value, member)
        case 10: self.takeAlgorithms(value)
        case 11: self.maximumLargeBlobArray = self.number(value, member)
        case 12:
            self.mustChangePIN = value.boolean
            if value.boolean == nil { self.departs(member) }
        case 13: self.minimumPINLength = self.number(value, member)
        case 14: self.firmwareVersion = self.number(value, member)
        case 15: self.maximumCredentialBlobLength = self.number(value, member)
        case 16: self.maximumMinimumPINLengthRPIDs = self.number(value, member)
        case 17...19, 21...31: break
        case 20: self.remainingDiscoverableCredentials = self.number(value, member)
        default: self.departures.append(.unknownMember(member))
        }
    }

    private mutating func departs(_ member: Int64) {
        self.departures.append(.invalidMember(member))
    }

    private mutating func number(_ value: CBORItem, _ member: Int64) -> UInt64? {
        if value.unsignedInteger == nil { self.departs(member) }
        return value.unsignedInteger
    }

    private mutating func texts(_ value: CBORItem, _ member: Int64) -> [String] {
        guard let array = value.array else {
            self.departs(member)
            return []
        }
        var texts: [String] = []
        for item in array {
            guard let text = item.string else {
                self.departs(member)
                continue
            }
            texts.append(text)
        }
        return texts
    }

    private mutating func takeOptions(_ value: CBORItem) {
        guard let map = value.map else { return self.departs(4) }
        for entry in map {
            guard let name = entry.key.string, let value = entry.value.boolean else {
                self.departs(4)
                continue
            }
            self.options.append(Option(name: name, value: value))
        }
    }

    private mutating func takePINProtocols(_ value: CBORItem) {
        guard let array = value.array else { return self.departs(6) }
        for item in array {
            guard let number = item.unsignedInteger else {
                self.departs(6)
                continue
            }
            self.pinProtocols.append(number)
        }
    }

    private mutating func takeAlgorithms(_ value: CBORItem) {
        guard let array = value.array else { return self.departs(10) }
        for item in array {
            guard let type = item.map?["type"], let number = item.map?["alg"]?.integer else {
                self.departs(10)
                continue
            }
            if type.isText("public-key") { self.algorithms.append(COSEAlgorithm(rawValue: number)) }
        }
    }
}

/// authenticatorGetInfo; CTAP 2.1, section 6.4.
package struct GetInfoCall: CTAP2Call {
    package init() {}
    package var message: [UInt8] { [CTAP2Command.getInfo.rawValue] }
    package func result(of response: CTAP2Response) throws(CallFault) -> AuthenticatorInfo {
        AuthenticatorInfo(response)
    }
}

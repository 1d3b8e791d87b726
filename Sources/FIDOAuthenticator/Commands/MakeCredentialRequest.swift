import CanonicalCBOR
import FIDOMessages

/// The parameters of authenticatorMakeCredential; CTAP 2.1, section 6.1.
struct MakeCredentialRequest: Sendable {
    let clientDataHash: [UInt8]
    let rpID: [UInt8]
    let user: UserEntity

    /// What the relying party takes, in its order.
    let algorithms: [COSEAlgorithm]

    var excludeList: [CredentialDescriptor] = []
    var extensions = MakeCredentialExtensions()
    var options = RequestOptions()
    var authorization = PINAuthorization()
    var enterpriseAttestation: UInt64?

    /// Whether the platform would rather have no attestation statement: attestationFormatsPreference, CTAP 2.2, section 6.1.
    var prefersNoAttestation = false

    init(_ message: [UInt8], for profile: AuthenticatorProfile) throws(CTAP2StatusCode) {
        var clientDataHash: [UInt8]?
        var rpID: [UInt8]?
        var user: UserEntity?
        var algorithms: [COSEAlgorithm]?
        let lastMember = profile.rules.lastMakeCredentialMember
        for entry in try CBORMap(parametersOf: message) {
            guard let member = entry.key.integer, member <= lastMember else { continue }
            switch member {
            case 1: clientDataHash = try entry.value.hashParameter()
            case 2: rpID = try Self.relyingParty(entry.value)
            case 3: user = try UserEntity(entry.value)
            case 4: algorithms = try Self.algorithms(entry.value)
            case 5: self.excludeList = try CredentialDescriptor.list(entry.value)
            case 6: self.extensions = try MakeCredentialExtensions(entry.value, known: profile.extensions)
            case 7: self.options = try RequestOptions(entry.value)
            case 8: self.authorization.parameter = try entry.value.bytesParameter()
            case 9: self.authorization.protocolNumber = try entry.value.integerParameter()
            case 10: self.enterpriseAttestation = try entry.value.unsignedParameter()
            case 11: self.prefersNoAttestation = try Self.prefersNone(entry.value)
            default: break
            }
        }
        guard let clientDataHash, let rpID, let user, let algorithms else { throw .missingParameter }
        self.clientDataHash = clientDataHash
        self.rpID = rpID
        self.user = user
        self.algorithms = algorithms
    }

    private static func relyingParty(_ item: CBORItem) throws(CTAP2StatusCode) -> [UInt8] {
        let map = try item.mapParameter()
        guard let id = map["id"] else { throw .missingParameter }
        _ = try map["name"]?.textParameter()
        _ = try map["icon"]?.textParameter()
        return [UInt8](try id.textParameter())
    }

    private static func algorithms(_ item: CBORItem) throws(CTAP2StatusCode) -> [COSEAlgorithm] {
        var algorithms: [COSEAlgorithm] = []
        for entry in try item.arrayParameter() {
            let map = try entry.mapParameter()
            guard let type = map["type"], let algorithm = map["alg"] else { throw .missingParameter }
            _ = try type.textParameter()
            let number = try algorithm.integerParameter()
            if type.isText("public-key") {
                algorithms.append(COSEAlgorithm(rawValue: number))
            }
        }
        return algorithms
    }

    private static func prefersNone(_ item: CBORItem) throws(CTAP2StatusCode) -> Bool {
        for format in try item.arrayParameter() {
            _ = try format.textParameter()
            if format.isText("none") {
                return true
            }
            if format.isText("packed") {
                return false
            }
        }
        return false
    }
}

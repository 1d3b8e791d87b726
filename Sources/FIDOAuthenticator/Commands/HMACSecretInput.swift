import CanonicalCBOR
import FIDOMessages

/// The input of hmac-secret as it came; CTAP 2.1, section 12.5.
struct HMACSecretInput: Sendable {
    let platformKey: [UInt8]
    let encryptedSalts: [UInt8]
    let saltAuthentication: ArraySlice<UInt8>

    /// The PIN/UV auth protocol; the first one if it is not told, as CTAP 2.0 had it.
    let protocolNumber: Int64

    init(_ item: CBORItem) throws(CTAP2StatusCode) {
        let map = try item.mapParameter()
        guard let key = map[1], let salts = map[2], let authentication = map[3] else { throw .missingParameter }
        self.platformKey = try COSEKey.keyAgreementKey(key)
        self.encryptedSalts = [UInt8](try salts.bytesParameter())
        self.saltAuthentication = try authentication.bytesParameter()
        self.protocolNumber = try map[4]?.integerParameter() ?? 1
    }
}

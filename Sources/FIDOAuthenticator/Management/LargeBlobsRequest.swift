import CanonicalCBOR
import FIDOMessages

/// The parameters of authenticatorLargeBlobs; CTAP 2.1, section 6.10.
struct LargeBlobsRequest: Sendable {
    var byteCount: UInt64?
    var fragment: ArraySlice<UInt8>?
    let offset: UInt64
    var length: UInt64?
    var authorization = PINAuthorization()

    init(_ message: [UInt8]) throws(CTAP2StatusCode) {
        var offset: UInt64?
        for entry in try CBORMap(parametersOf: message) {
            switch entry.key.integer {
            case 1: self.byteCount = try entry.value.unsignedParameter()
            case 2: self.fragment = try entry.value.bytesParameter()
            case 3: offset = try entry.value.unsignedParameter()
            case 4: self.length = try entry.value.unsignedParameter()
            case 5: self.authorization.parameter = try entry.value.bytesParameter()
            case 6: self.authorization.protocolNumber = try entry.value.integerParameter()
            default: break
            }
        }
        // Section 6.10.2 has this status for it, and not the one of other commands.
        guard let offset else { throw .invalidParameter }
        self.offset = offset
    }
}

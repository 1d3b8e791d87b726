import CanonicalCBOR
import FIDOMessages

/// The option keys of makeCredential and getAssertion; CTAP 2.1, sections 6.1 and 6.2.
///
/// Unknown ones do not count.
struct RequestOptions: Sendable {
    var discoverable: Bool?
    var userPresence: Bool?
    var userVerification: Bool?

    init() {}

    init(_ item: CBORItem) throws(CTAP2StatusCode) {
        for entry in try item.mapParameter() {
            if entry.key.isText("rk") {
                self.discoverable = try entry.value.booleanParameter()
            } else if entry.key.isText("up") {
                self.userPresence = try entry.value.booleanParameter()
            } else if entry.key.isText("uv") {
                self.userVerification = try entry.value.booleanParameter()
            }
        }
    }
}

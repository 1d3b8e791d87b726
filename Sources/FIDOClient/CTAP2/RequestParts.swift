import CanonicalCBOR

/// The options of makeCredential and getAssertion; CTAP 2.1, sections 6.1 and 6.2.
///
/// `nil` leaves an option out.
package struct CallOptions: Equatable, Sendable {
    package var discoverable: Bool?
    package var userPresence: Bool?
    package var userVerification: Bool?

    package init(discoverable: Bool? = nil, userPresence: Bool? = nil, userVerification: Bool? = nil) {
        self.discoverable = discoverable
        self.userPresence = userPresence
        self.userVerification = userVerification
    }

    var isEmpty: Bool { self == CallOptions() }

    func write(to writer: inout CBORWriter) {
        writer.map { members in
            if let value = self.discoverable { members.add("rk") { $0.boolean(value) } }
            if let value = self.userPresence { members.add("up") { $0.boolean(value) } }
            if let value = self.userVerification { members.add("uv") { $0.boolean(value) } }
        }
    }
}

/// pinUvAuthParam with its protocol; CTAP 2.1, section 6.5.
package struct TokenAuthorization: Equatable, Sendable {
    package var parameter: [UInt8]
    package var protocolNumber: UInt64

    /// An authorization of any bytes; a token makes right ones.
    package init(parameter: [UInt8], protocolNumber: UInt64) {
        self.parameter = parameter
        self.protocolNumber = protocolNumber
    }
}

enum CredentialList {
    /// Writes a list of credential descriptors; WebAuthn, section 5.8.3.
    static func write(_ ids: [[UInt8]], to writer: inout CBORWriter) {
        writer.array(count: ids.count)
        for id in ids { self.write(id, to: &writer) }
    }

    static func write(_ id: [UInt8], to writer: inout CBORWriter) {
        writer.map { members in
            members.add("id") { $0.byteString(id) }
            members.add("type") { $0.textString("public-key") }
        }
    }
}

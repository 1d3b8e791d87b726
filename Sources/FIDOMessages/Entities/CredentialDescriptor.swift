package import CanonicalCBOR

/// An entry of an allow list or exclude list, `PublicKeyCredentialDescriptor`; WebAuthn, section 5.8.3.
package struct CredentialDescriptor: Sendable {
    package let id: ArraySlice<UInt8>

    /// A descriptor, or `nil` if it is of a type that is not known and so not counted.
    package static func parsed(_ item: CBORItem) throws(CTAP2StatusCode) -> CredentialDescriptor? {
        let map = try item.mapParameter()
        guard let id = map["id"], let type = map["type"] else { throw .missingParameter }
        let descriptor = CredentialDescriptor(id: try id.bytesParameter())
        _ = try type.textParameter()
        return type.isText("public-key") ? descriptor : nil
    }

    /// Those of a list that count.
    package static func list(_ item: CBORItem) throws(CTAP2StatusCode) -> [CredentialDescriptor] {
        var descriptors: [CredentialDescriptor] = []
        for entry in try item.arrayParameter() {
            if let descriptor = try Self.parsed(entry) {
                descriptors.append(descriptor)
            }
        }
        return descriptors
    }
}

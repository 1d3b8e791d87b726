import CanonicalCBOR

/// A credential by its ID, Web Authentication level 3, section 5.8.3.
struct CredentialDescriptor: Decodable {
    let id: Base64URLBytes

    static func write(_ descriptors: [CredentialDescriptor], to writer: inout CBORWriter) {
        writer.array(count: descriptors.count)
        for descriptor in descriptors {
            writer.map { members in
                members.add("id") { $0.byteString(descriptor.id.bytes) }
                members.add("type") { $0.textString("public-key") }
            }
        }
    }
}

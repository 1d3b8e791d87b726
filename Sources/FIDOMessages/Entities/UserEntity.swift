/// For whom a credential is, `PublicKeyCredentialUserEntity`; WebAuthn, section 5.4.3.
///
/// Names are in UTF-8.
package struct UserEntity: Equatable, Sendable {
    /// The user handle, up to 64 bytes; of none if the platform gave an empty one, which browsers do not.
    package var id: [UInt8]
    package var name: [UInt8]?
    package var displayName: [UInt8]?

    /// The address of a picture, which CTAP 2.0 had and platforms still send.
    package var icon: [UInt8]?

    package init(id: [UInt8], name: [UInt8]? = nil, displayName: [UInt8]? = nil, icon: [UInt8]? = nil) {
        self.id = id
        self.name = name
        self.displayName = displayName
        self.icon = icon
    }
}

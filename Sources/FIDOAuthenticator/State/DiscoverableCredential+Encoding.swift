import CanonicalCBOR
import FIDOMessages

extension DiscoverableCredential {
    /// Writes it as one item of an ``AuthenticatorState``.
    func write(to writer: inout CBORWriter) {
        writer.map { members in
            members.add(1) { $0.byteString(self.id) }
            members.add(2) { $0.textString(utf8: self.rpID) }
            members.add(3) { $0.byteString(self.rpIDHash) }
            members.add(4) { $0.byteString(self.user.id) }
            if let name = self.user.name {
                members.add(5) { $0.textString(utf8: name) }
            }
            if let displayName = self.user.displayName {
                members.add(6) { $0.textString(utf8: displayName) }
            }
            members.add(7) { $0.unsignedInteger(UInt64(self.protection.rawValue)) }
            members.add(8) { $0.byteString(self.blob) }
            members.add(9) { $0.boolean(self.hasLargeBlobKey) }
            if let icon = self.user.icon {
                members.add(10) { $0.textString(utf8: icon) }
            }
        }
    }

    /// A credential put back from its item, or `nil` if it is none.
    init?(_ item: CBORItem) {
        guard
            let members = item.map,
            let id = members[1]?.byteString,
            let rpID = members[2]?.textString,
            let rpIDHash = members[3]?.byteString, rpIDHash.count == 32,
            let user = UserEntity(members),
            let protectionValue = members[7]?.unsignedInteger.flatMap({ UInt8(exactly: $0) }),
            let protection = CredentialProtection(rawValue: protectionValue),
            let blob = members[8]?.byteString,
            let hasLargeBlobKey = members[9]?.boolean
        else { return nil }
        self.init(
            id: [UInt8](id),
            rpID: [UInt8](rpID),
            rpIDHash: [UInt8](rpIDHash),
            user: user,
            protection: protection,
            blob: [UInt8](blob),
            hasLargeBlobKey: hasLargeBlobKey
        )
    }
}

extension UserEntity {
    /// The user among a credential's members; a name that is there has to be a text.
    fileprivate init?(_ members: CBORMap) {
        guard let id = members[4]?.byteString else { return nil }
        for key: Int64 in [5, 6, 10] {
            guard members[key] == nil || members[key]?.textString != nil else { return nil }
        }
        self.init(
            id: [UInt8](id),
            name: members[5]?.textString.map { [UInt8]($0) },
            displayName: members[6]?.textString.map { [UInt8]($0) },
            icon: members[10]?.textString.map { [UInt8]($0) }
        )
    }
}

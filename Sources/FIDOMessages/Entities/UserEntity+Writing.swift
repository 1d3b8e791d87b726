package import CanonicalCBOR

extension UserEntity {
    /// Writes the user as answers tell it; names only to whom may know them, CTAP 2.1, section 6.2.2, step 13.
    ///
    /// A user handle of no bytes is none, and left out.
    package func write(to writer: inout CBORWriter, withNames: Bool) {
        writer.map { members in
            if !self.id.isEmpty {
                members.add("id") { $0.byteString(self.id) }
            }
            guard withNames else { return }
            if let icon = self.icon {
                members.add("icon") { $0.textString(utf8: icon) }
            }
            if let name = self.name {
                members.add("name") { $0.textString(utf8: name) }
            }
            if let displayName = self.displayName {
                members.add("displayName") { $0.textString(utf8: displayName) }
            }
        }
    }
}

import CanonicalCBOR

/// What a chip says of a new credential, on its way to the relying party; Web Authentication level 3, section 6.5.4.
struct AttestationObject {
    let bytes: [UInt8]
    let authenticatorData: [UInt8]
    let credentialID: [UInt8]
    let algorithm: Int64?

    /// Reads the answer to authenticatorMakeCredential, CTAP 2.1, section 6.1; nothing if it is none.
    ///
    /// Who does not want to know the maker is not told, section 5.1.3, step 27.
    init?(_ answer: CBORMap, isAnonymous: Bool) {
        let idOffset = 55
        guard
            let format = answer[1]?.textString, var data = (answer[2]?.byteString).map({ [UInt8]($0) }),
            let statement = answer[3]?.encoded, data.count > idOffset, data[32] & 0x40 != 0
        else { return nil }
        let idCount = Int(data[53]) << 8 | Int(data[54])
        guard data.count > idOffset + idCount else { return nil }
        self.credentialID = Array(data[idOffset..<idOffset + idCount])
        let isSelfSigned = answer[3]?.map?["x5c"] == nil
        let isStripped = isAnonymous && !(isSelfSigned && data[37..<53].allSatisfy { $0 == 0 })
        if isStripped {
            data.replaceSubrange(37..<53, with: [UInt8](repeating: 0, count: 16))
        }
        self.authenticatorData = data
        // No extension was asked for, so the key ends the data.
        self.algorithm = (try? CBORItem(parsing: Array(data[(idOffset + idCount)...])))?.map?[3]?.integer
        var writer = CBORWriter()
        writer.map { members in
            members.add("fmt") { isStripped ? $0.textString("none") : $0.textString(utf8: [UInt8](format)) }
            members.add("attStmt") { value in
                isStripped ? value.map { _ in } : value.item(encoded: statement)
            }
            members.add("authData") { $0.byteString(data) }
        }
        self.bytes = writer.bytes
    }
}

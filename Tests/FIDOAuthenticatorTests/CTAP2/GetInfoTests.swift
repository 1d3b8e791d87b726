import CanonicalCBOR
import FIDOAuthenticator
import Testing

/// authenticatorGetInfo; CTAP 2.1, section 6.4.
struct GetInfoTests {
    private static func texts(_ item: CBORItem?) -> [String] {
        (item?.array ?? nil)?.compactMap { $0.textString.map { String(decoding: $0, as: UTF8.self) } } ?? []
    }

    @Test func theChipTellsWhatItsProfileSays() throws {
        var platform = try Platform(.mitidChip)
        let info = try platform.answer(Request.getInfo.message)
        #expect(Self.texts(info[1]) == ["U2F_V2", "FIDO_2_0"])
        #expect(Self.texts(info[2]) == ["hmac-secret"])
        #expect(info[3]?.byteString.map { [UInt8]($0) } == AuthenticatorProfile.mitidChip.aaguid)
        #expect(info[4]?.map?["rk"]?.boolean == true)
        #expect(info[4]?.map?["clientPin"]?.boolean == false)
        #expect(info[4]?.map?.count == 2)
        #expect(info.count == 6)
    }

    @Test func theFullOneTellsAllOfCTAP21() throws {
        var platform = try Platform(.full)
        let info = try platform.answer(Request.getInfo.message)
        #expect(Self.texts(info[1]) == ["U2F_V2", "FIDO_2_0", "FIDO_2_1_PRE", "FIDO_2_1"])
        #expect(Self.texts(info[2]) == ["credBlob", "credProtect", "hmac-secret", "largeBlobKey", "minPinLength"])
        let options = try #require(info[4]?.map)
        for (name, value) in [
            ("ep", false), ("rk", true), ("alwaysUv", false), ("authnrCfg", true), ("credMgmt", true),
            ("clientPin", false), ("largeBlobs", true), ("pinUvAuthToken", true), ("setMinPINLength", true),
            ("makeCredUvNotRqd", true), ("credentialMgmtPreview", true),
        ] {
            #expect(options[name]?.boolean == value, "\(name)")
        }
        #expect(info[5]?.unsignedInteger == 7609)
        #expect(info[6]?.array?.compactMap(\.unsignedInteger) == [2, 1])
        #expect(info[11]?.unsignedInteger == 4096)
        #expect(info[20]?.unsignedInteger == 100)
    }

    @Test func itTellsWhatHasChanged() throws {
        var platform = try Platform()
        _ = try platform.register(.makeCredential(isDiscoverable: true))
        try platform.setPIN("1234")
        let info = try platform.answer(Request.getInfo.message)
        #expect(info[4]?.map?["clientPin"]?.boolean == true)
        #expect(info[20]?.unsignedInteger == 99)
    }
}

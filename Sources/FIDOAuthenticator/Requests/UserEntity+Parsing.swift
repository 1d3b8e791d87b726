import CanonicalCBOR
import FIDOMessages

extension UserEntity {
    /// How many bytes of a name are kept; WebAuthn, sections 5.4.1 and 5.4.3, want at least 64.
    static let maximumNameByteCount = 64

    /// How many bytes the address of a picture may have to be kept; a part of it would be worth nothing.
    static let maximumIconByteCount = 128

    /// The user of a request.
    init(_ item: CBORItem) throws(CTAP2StatusCode) {
        let map = try item.mapParameter()
        guard let id = map["id"] else { throw .missingParameter }
        let handle = try id.bytesParameter()
        // WebAuthn, section 5.4.3: a user handle has 64 bytes at most.
        guard handle.count <= 64 else { throw .invalidLength }
        let name = try map["name"]?.textParameter()
        let displayName = try map["displayName"]?.textParameter()
        let icon = try map["icon"]?.textParameter()
        self.init(
            id: [UInt8](handle),
            name: name.flatMap(Self.truncated),
            displayName: displayName.flatMap(Self.truncated),
            icon: icon.flatMap { (1...Self.maximumIconByteCount).contains($0.count) ? [UInt8]($0) : nil }
        )
    }

    /// As much of a name as is kept, cut between characters; `nil` for an empty one, which takes a name away, CTAP 2.1, section
    /// 6.8.6.
    private static func truncated(_ name: ArraySlice<UInt8>) -> [UInt8]? {
        guard !name.isEmpty else { return nil }
        guard name.count > Self.maximumNameByteCount else { return [UInt8](name) }
        var end = name.startIndex + Self.maximumNameByteCount
        while end > name.startIndex, name[end] & 0xc0 == 0x80 {
            end -= 1
        }
        return [UInt8](name[..<end])
    }
}

import Foundation

/// The one token that opens a service which is reachable from other machines, RFC 6750.
package struct BearerToken: Sendable {
    private let bytes: [UInt8]

    /// Takes 16 to 256 characters of the token68 alphabet, RFC 9110, section 11.2.
    package init(_ text: String) throws(BearerTokenError) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 16 else { throw .tooShort }
        guard bytes.count <= 256, bytes.allSatisfy(Self.isTokenCharacter) else { throw .notAToken }
        self.bytes = bytes
    }

    /// Reads the token from the first line of a file.
    package init(contentsOf path: String) throws(BearerTokenError) {
        guard let file = FileHandle(forReadingAtPath: path) else { throw .unreadable(path: path) }
        defer { try? file.close() }
        guard let data = try? file.read(upToCount: 1024) else { throw .unreadable(path: path) }
        // Editors of other systems begin a file with a byte order mark.
        let text = data.starts(with: [0xEF, 0xBB, 0xBF]) ? data.dropFirst(3) : data
        let line = text.prefix { $0 != 0x0A && $0 != 0x0D }
        try self.init(String(decoding: line, as: UTF8.self))
    }

    /// Whether an `Authorization` header holds this token; takes as long for a wrong one as for the right one.
    package func isHeld(by authorization: String) -> Bool {
        let given = Array(authorization.utf8)
        let scheme = Array("bearer ".utf8)
        guard given.count > scheme.count else { return false }
        for (byte, wanted) in zip(given, scheme) where (byte | 0x20) != wanted {
            return false
        }
        let token = given.dropFirst(scheme.count).drop { $0 == 0x20 }
        var difference = UInt8(token.count == self.bytes.count ? 0 : 1)
        for (position, byte) in token.prefix(256).enumerated() {
            difference |= byte ^ self.bytes[position % self.bytes.count]
        }
        return difference == 0
    }

    private static func isTokenCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        case UInt8(ascii: "A")...UInt8(ascii: "Z"):
            true
        default:
            "-._~+/=".utf8.contains(byte)
        }
    }
}

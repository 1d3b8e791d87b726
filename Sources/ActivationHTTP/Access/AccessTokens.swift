import Activation
import Foundation
import HTTPService

/// The tokens of a token file, and what each of them opens.
///
/// A line is a token alone, which opens everything, or a name, the scopes and a token:
///
///     # name  scopes         token
///     -       caller         1b6b5b3f0c...
///     desk    admin,caller   a58f2a1c77...
///     -       metrics        77aa90be14...
///
/// Wrong tries are counted for each name; a name may stand in two lines, so that a token can be replaced without a gap. With
/// the name `-` nothing is counted, as a portal needs it that everyone uses: one guesser would shut out all others. Empty lines and those with # are skipped.
package struct AccessTokens: Sendable {
    private static let byteLimit = 64 << 10

    private var entries: [(token: BearerToken, access: Access)] = []

    /// Reads a token file.
    package init(contentsOf path: String) throws(AccessTokensError) {
        guard
            let file = FileHandle(forReadingAtPath: path),
            let data = try? file.read(upToCount: Self.byteLimit + 1) ?? Data()
        else { throw .unreadable }
        try? file.close()
        guard data.count <= Self.byteLimit else { throw .tooLong }
        // Editors of other systems begin a file with a byte order mark.
        let text = data.starts(with: [0xEF, 0xBB, 0xBF]) ? data.dropFirst(3) : data
        try self.init(String(decoding: text, as: UTF8.self))
    }

    /// Takes the lines of a token file.
    package init(_ text: String) throws(AccessTokensError) {
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let fields = line.split { $0 == " " || $0 == "\t" }.map(String.init)
            guard let first = fields.first, !first.hasPrefix("#") else { continue }
            let token: BearerToken
            do {
                token = try BearerToken(fields[fields.count - 1])
            } catch {
                throw .line(index + 1, "a token has 16 to 256 letters, digits and -._~+/=")
            }
            switch fields.count {
            case 1: self.entries.append((token, .whole))
            case 3: self.entries.append((token, try Self.access(first, fields[1], line: index + 1)))
            default: throw .line(index + 1, "neither a token alone nor name, scopes and token")
            }
        }
        guard !self.entries.isEmpty else { throw .empty }
    }

    /// What the token in an `Authorization` header opens; nil if there is none that is known.
    ///
    /// All tokens are looked at, so that the time tells nothing of which one was right.
    func access(_ authorization: String?) -> Access? {
        guard let authorization else { return nil }
        var found: Access?
        for entry in self.entries where entry.token.isHeld(by: authorization) {
            found = entry.access
        }
        return found
    }

    private static func access(_ name: String, _ list: String, line: Int) throws(AccessTokensError) -> Access {
        guard let caller = CallerID(tokenName: name) else {
            throw .line(line, "a name has up to 64 letters, digits and -._")
        }
        var scopes: Set<AccessScope> = []
        for text in list.split(separator: ",", omittingEmptySubsequences: false) {
            guard let scope = AccessScope(rawValue: String(text)) else {
                throw .line(line, "the scopes are admin, caller and metrics, with commas between them")
            }
            scopes.insert(scope)
        }
        return Access(caller: name == "-" ? nil : caller, scopes: scopes)
    }
}

extension CallerID {
    /// The caller of a name in a token file; nil if it is none.
    package init?(tokenName name: String) {
        guard (1...64).contains(name.utf8.count), name.utf8.allSatisfy(Self.isNameCharacter) else { return nil }
        self.init(name)
    }

    private static func isNameCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"): true
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        default: "-._".utf8.contains(byte)
        }
    }
}

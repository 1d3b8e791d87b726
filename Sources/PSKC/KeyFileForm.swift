/// What kind of file a maker has sent, as its first bytes tell.
enum KeyFileForm: Equatable {
    /// XML, RFC 6030; its parser finds the encoding itself.
    case container

    /// A table in UTF-8, or in an encoding that has ASCII in it.
    case table

    case tableInUTF16(isBigEndian: Bool)

    /// A file that is often sent instead, with what could be done about it.
    case other(String)

    /// The bytes of a file that say what it is.
    private static let signatures: [(bytes: [UInt8], what: String)] = [
        (Array("PK\u{3}\u{4}".utf8), "a workbook or a ZIP archive: export the sheet as CSV, or unpack the archive"),
        ([0xD0, 0xCF, 0x11, 0xE0], "a workbook of an old spreadsheet: export the sheet as CSV"),
        ([0x1F, 0x8B], "a gzip archive: unpack it first"),
        (Array("%PDF".utf8), "a PDF document: ask for the key container (RFC 6030) or a table (CSV)"),
        (Array("-----BEGIN PGP".utf8), "encrypted with OpenPGP: decrypt it first, with gpg for example"),
        (Array("-----BEGIN ".utf8), "a PEM file: a key container (RFC 6030) or a table (CSV) is wanted"),
        (Array("{\"".utf8), "JSON: a key container (RFC 6030) or a table (CSV) is wanted"),
        (Array("{\n".utf8), "JSON: a key container (RFC 6030) or a table (CSV) is wanted"),
        (Array("{\r\n".utf8), "JSON: a key container (RFC 6030) or a table (CSV) is wanted"),
        (Array("[{".utf8), "JSON: a key container (RFC 6030) or a table (CSV) is wanted"),
        (Array("otpauth://".utf8), "otpauth URIs: a key container (RFC 6030) or a table (CSV) is wanted"),
        ([0xFF, 0xFE, 0x00, 0x00], "UTF-32: save it as UTF-8"),
        ([0x00, 0x00, 0xFE, 0xFF], "UTF-32: save it as UTF-8"),
    ]

    private static let longestSignature = 14

    /// Nil for bytes that are too few to tell; of a whole file, for one that is empty.
    ///
    /// A container is told by its first character, so that its parser has all of it in pieces.
    init?(of bytes: [UInt8], isWhole: Bool) {
        let isUTF16 = bytes.starts(with: [0xFE, 0xFF]) || bytes.starts(with: [0xFF, 0xFE])
        let meaningful = bytes.enumerated().first { index, byte in
            switch byte {
            case 0xEF, 0xBB, 0xBF: index >= 3
            case 0xFE, 0xFF: index >= 2
            case 0x20, 0x09, 0x0A, 0x0D: false
            // The other half of white space, or of the first character.
            case 0x00: false
            default: true
            }
        }
        if meaningful?.element == UInt8(ascii: "<") {
            self = .container
            return
        }
        guard isWhole || bytes.count >= Self.longestSignature else { return nil }
        if let known = Self.signatures.first(where: { signature in bytes.starts(with: signature.bytes) }) {
            self = .other(known.what)
            return
        }
        guard let (index, _) = meaningful else { return nil }
        if isUTF16 {
            self = .tableInUTF16(isBigEndian: bytes[0] == 0xFE)
        } else if index > 0, bytes[index - 1] == 0x00 {
            // Without a byte order mark.
            self = .tableInUTF16(isBigEndian: true)
        } else if bytes.count > index + 1, bytes[index + 1] == 0x00 {
            self = .tableInUTF16(isBigEndian: false)
        } else {
            self = .table
        }
    }
}

import PSKC
import Testing

/// Damaged files in thousands: none ends the process, and the size of the pieces never matters.
@Suite struct PSKCReaderFuzzTests {
    private static let files = [
        SampleContainer().text, RFC6030Figures.figure3, RFC6030Figures.figure5, RFC6030Figures.figure6,
        RFC6030Figures.figure7, RFC6030Figures.figure9,
    ]

    /// Of figure 6: it opens none of the others.
    private static let key = ReadOutcome.OpeningKey.preShared("12345678901234567890123456789012")

    @Test(arguments: PSKCReaderFuzzTests.files.indices)
    func piecesOfAnySizeGiveTheSame(file: Int) {
        let bytes = [UInt8](Self.files[file].utf8)
        let whole = ReadOutcome(of: bytes, pieces: bytes.count, key: Self.key)
        for pieces in [1, 2, 3, 5, 64, 1000] {
            #expect(ReadOutcome(of: bytes, pieces: pieces, key: Self.key) == whole)
        }
    }

    @Test(arguments: UInt64(0)..<40)
    func damageIsRefusedTheSameWayInPiecesOfAnySize(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<25 {
            let file = Self.damaged(
                [UInt8](Self.files[Int.random(in: Self.files.indices, using: &random)].utf8),
                &random
            )
            let whole = ReadOutcome(of: file, pieces: max(1, file.count), key: Self.key)
            let pieces = Int.random(in: 1...40, using: &random)
            let inPieces = ReadOutcome(of: file, pieces: pieces, key: Self.key)
            if inPieces != whole {
                Issue.record("seed \(seed), pieces of \(pieces): \(String(decoding: file, as: UTF8.self))")
                return
            }
            for key in whole.keys where !(1...128).contains(key.secret.count) {
                Issue.record("a secret of \(key.secret.count) bytes got through")
            }
        }
    }

    /// One to four of: a byte changed, removed or added, a stretch doubled, moved or cut away, a token of trouble put in.
    private static func damaged(_ file: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
        var file = file
        let troubles = [
            "<", ">", "&", "\"", "]]>", "<!--", "<![CDATA[", "<!DOCTYPE a>", "&#0;", "&lt;", "\u{0}", "\u{FFFD}", "/>",
            "</Key>", "<Key>", "<Data>", "<EncryptedValue>", "-1", "99999999999999999999", "=", "xmlns=\"\"", "<?a?>",
        ]
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            let position = Int.random(in: 0...file.count, using: &random)
            let end = min(file.count, position + Int.random(in: 0...60, using: &random))
            switch Int.random(in: 0..<6, using: &random) {
            case 0 where position < file.count: file[position] = UInt8.random(in: 0...255, using: &random)
            case 1: file.removeSubrange(position..<end)
            case 2: file.insert(contentsOf: file[position..<end], at: position)
            case 3:
                let stretch = Array(file[position..<end])
                file.removeSubrange(position..<end)
                file.insert(contentsOf: stretch, at: Int.random(in: 0...file.count, using: &random))
            case 4:
                file.insert(
                    contentsOf: troubles.randomElement(using: &random).map { Array($0.utf8) } ?? [],
                    at: position
                )
            default: file.insert(UInt8.random(in: 0...255, using: &random), at: position)
            }
        }
        return file
    }
}

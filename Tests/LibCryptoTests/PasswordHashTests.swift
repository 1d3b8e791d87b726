import LibCrypto
import Testing

@Suite struct PasswordHashTests {
    /// 1 MiB, so that a test takes a millisecond.
    private let quick: ScryptCost

    init() throws {
        self.quick = try #require(ScryptCost(logN: 10, blockSize: 8, parallelization: 1))
    }

    private func bytes(_ text: String) throws -> [UInt8] {
        try SecretBytes(password: text).withBytes { span in span.indices.map { index in span[index] } }
    }

    private let nothing: [UInt8] = []

    private func hash(_ text: String, cost: ScryptCost) throws -> PasswordHash {
        let password = try self.bytes(text)
        return try PasswordHash(of: password.span, cost: cost)
    }

    private func isAccepted(_ text: String, by stored: PasswordHash) throws -> Bool {
        let password = try self.bytes(text)
        return try stored.verify(password.span)
    }

    @Test func theRightPasswordIsAcceptedAndEveryOtherRefused() throws {
        let stored = try self.hash("correct horse", cost: self.quick)
        #expect(try self.isAccepted("correct horse", by: stored))
        #expect(try !self.isAccepted("correct horsf", by: stored))
        #expect(try !self.isAccepted("correct hors", by: stored))
        #expect(try !stored.verify(self.nothing.span))
    }

    @Test func onePasswordHashedTwiceIsStoredDifferently() throws {
        let password = try self.bytes("correct horse")
        let first = try PasswordHash(of: password.span, cost: self.quick)
        let second = try PasswordHash(of: password.span, cost: self.quick)
        #expect(first.description != second.description)
    }

    @Test func aStoredLineIsReadBackToTheSameHash() throws {
        let stored = try self.hash("correct horse", cost: self.quick)
        #expect(stored.description.hasPrefix("$scrypt$ln=10,r=8,p=1$"))
        #expect(try PasswordHash(parsing: stored.description) == stored)
        #expect(stored.isOutdated)
    }

    /// RFC 7914, section 12, third vector, as a stored line.
    @Test func aLineMadeElsewhereVerifies() throws {
        let stored = try PasswordHash(
            parsing: "$scrypt$ln=14,r=8,p=1$U29kaXVtQ2hsb3JpZGU"
                + "$cCO9yzr9c0hGHAbNgf046/2o+7qQT44+qbVD9lRdofLVQylVYT8Pz2LUlwUkKpr55h6F3A1lHkDfzwF7RVdYhw"
        )
        #expect(try self.isAccepted("pleaseletmein", by: stored))
    }

    @Test func theStandardCostIsWhatTheDocumentationSays() throws {
        let stored = try self.hash("correct horse", cost: .standard)
        #expect(stored.description.hasPrefix("$scrypt$ln=15,r=8,p=1$"))
        #expect(!stored.isOutdated)
        #expect(try self.isAccepted("correct horse", by: stored))
    }

    @Test(
        arguments: [
            ("", .malformed),
            ("correct horse", .malformed),
            ("$scrypt$ln=15,r=8,p=1$U29kaXVtQ2hsb3JpZGU", .malformed),
            ("$scrypt$ln=15,r=8,p=1$U29kaXVtQ2hsb3JpZGU$cCO9yzr9c0hGHAbNgf046w$", .malformed),
            ("$argon2id$v=19$U29kaXVtQ2hsb3JpZGU$cCO9yzr9c0hGHAbNgf046w", .unknownFunction),
            ("$scrypt$ln=15,p=1,r=8$U29kaXVtQ2hsb3JpZGU$cCO9yzr9c0hGHAbNgf046w", .malformed),
            ("$scrypt$ln=015,r=8,p=1$U29kaXVtQ2hsb3JpZGU$cCO9yzr9c0hGHAbNgf046w", .malformed),
            ("$scrypt$ln=-1,r=8,p=1$U29kaXVtQ2hsb3JpZGU$cCO9yzr9c0hGHAbNgf046w", .malformed),
            ("$scrypt$ln=,r=8,p=1$U29kaXVtQ2hsb3JpZGU$cCO9yzr9c0hGHAbNgf046w", .malformed),
            ("$scrypt$ln=99999999999999999999,r=8,p=1$U29kaXVtQ2hsb3JpZGU$cCO9yzr9c0hGHAbNgf046w", .malformed),
            ("$scrypt$ln=31,r=8,p=1$U29kaXVtQ2hsb3JpZGU$cCO9yzr9c0hGHAbNgf046w", .costOutOfBounds),
            ("$scrypt$ln=15,r=999999999,p=1$U29kaXVtQ2hsb3JpZGU$cCO9yzr9c0hGHAbNgf046w", .costOutOfBounds),
            ("$scrypt$ln=15,r=8,p=1$U29kaXVtQ2hsb3JpZGU=$cCO9yzr9c0hGHAbNgf046w", .malformed),
            ("$scrypt$ln=15,r=8,p=1$U29kaXVtQ2hsb3JpZGU$cCO9yzr9c0hGHAbNgf046x", .malformed),
            ("$scrypt$ln=15,r=8,p=1$U29k$cCO9yzr9c0hGHAbNgf046w", .lengthOutOfBounds),
            ("$scrypt$ln=15,r=8,p=1$U29kaXVtQ2hsb3JpZGU$cCO9", .lengthOutOfBounds),
        ] as [(String, PasswordHashError)]
    )
    func aDamagedLineIsRefused(line: String, reason: PasswordHashError) {
        #expect(throws: reason) { try PasswordHash(parsing: line) }
    }

    @Test func onePasswordTypedOnTwoSystemsIsTheSameBytes() throws {
        #expect(try self.bytes("bl\u{E5}b\u{E6}r") == self.bytes("bla\u{30A}b\u{E6}r"))
        #expect(try self.bytes("to\u{A0}ord") == self.bytes("to ord"))
        #expect(try self.bytes("Ord") != self.bytes("ord"))
    }

    @Test func whatNoKeyboardRepeatsIsNoPassword() {
        #expect(throws: PasswordPreparationError.empty) { _ = try SecretBytes(password: "").count }
        #expect(throws: PasswordPreparationError.controlCharacter) { _ = try SecretBytes(password: "a\u{7}b").count }
        #expect(throws: PasswordPreparationError.tooLong) {
            _ = try SecretBytes(password: String(repeating: "a", count: 1025)).count
        }
    }
}

import OTPCore
import PSKC
import Testing

/// Tables of devices as makers and Microsoft Entra have them.
struct KeyTableTests {
    private static let hex = "3132333435363738393031323334353637383930"
    private static let base32 = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    private static let secret = [UInt8]("12345678901234567890".utf8)

    private static func read(_ text: String, pieces: Int = 4096) -> ReadOutcome {
        ReadOutcome(of: [UInt8](text.utf8), pieces: pieces)
    }

    /// The serial numbers that were read, all of them with the same secret.
    private static func serialNumbers(_ outcome: ReadOutcome) -> [String] {
        #expect(outcome.keys.allSatisfy { key in key.secret == Self.secret })
        return outcome.keys.map(\.properties.serialNumber.text)
    }

    @Test(arguments: [",", ";", "\t"], ["\n", "\r\n", "\r"])
    func everyDelimiterAndLineEndIsRead(_ delimiter: String, _ end: String) {
        let rows = [
            "\u{FEFF}Serial Number,Seed", "0001,\(Self.hex)", "", "# remark, not a row", "\"0002\",\"\(Self.hex)\"",
        ]
        let text = rows.joined(separator: end).replacing(",", with: delimiter)
        for pieces in [1, 2, 3, 7, 4096] {
            let outcome = Self.read(text, pieces: pieces)
            #expect(Self.serialNumbers(outcome) == ["0001", "0002"])
            #expect(outcome.error == nil && outcome.rejects.isEmpty)
        }
    }

    @Test func entrasColumnsAreRead() throws {
        let outcome = Self.read(
            """
            upn,serial number,secret key,time interval,manufacturer,model
            anna@example.dk,1234567,\(Self.base32),60,Contoso,HardwareKey
            ,1234568,gezd gnbv gy3t qojq gezd gnbv gy3t qojq,30,Contoso,HardwareKey
            """
        )
        #expect(Self.serialNumbers(outcome) == ["1234567", "1234568"])
        let first = try #require(outcome.keys.first?.properties)
        #expect(first.algorithm == .totp(.sha1, digits: 6, clock: KeyClock(timeStep: 60)))
        #expect(first.deviceUserID == "anna@example.dk")
        #expect(first.manufacturer == "Contoso" && first.model == "HardwareKey")
        #expect(first.assumptions == [.hash, .digits])
        #expect(outcome.keys.last?.properties.deviceUserID == nil)
    }

    @Test func entrasSecretsAreBase32AndNothingElse() {
        let outcome = Self.read(
            "upn,serial number,secret key,time interval,manufacturer,model\n,1,\(Self.hex),30,C,H\n"
        )
        #expect(outcome.keys.isEmpty)
        #expect(outcome.rejects.map(\.reason) == [.seedUnreadable])
    }

    @Test func aTableWithoutAHeadIsRead() {
        let outcome = Self.read("0001,\(Self.hex),totp,8,60\n0002,\(Self.hex),HOTP\n0003,\(Self.hex)\n")
        #expect(Self.serialNumbers(outcome) == ["0001", "0002", "0003"])
        #expect(
            outcome.keys.map(\.properties.algorithm) == [
                .totp(.sha1, digits: 8, clock: KeyClock(timeStep: 60)), .hotp(.sha1, digits: 6, counter: 0),
                .totp(.sha1, digits: 6, clock: KeyClock()),
            ]
        )
        #expect(outcome.keys.last?.properties.assumptions == [.hash, .digits, .algorithm, .timeStep])
    }

    @Test func everyParameterHasItsColumn() throws {
        let outcome = Self.read(
            """
            Token Serial;Seed (hex);Algorithm;Digits;Counter;Start Date;Expiry Date;Vendor;Notes
            0001;\(Self.hex);SHA256;8;17;2026-01-02;2031-01-02T03:04:05Z;"Maker; ""A"" Sons";anything
            """
        )
        let key = try #require(outcome.keys.first?.properties)
        #expect(key.algorithm == .hotp(.sha256, digits: 8, counter: 17))
        #expect(key.policy?.startDate == ContainerDate(parsing: "2026-01-02T00:00:00"))
        #expect(key.policy?.expiryDate == ContainerDate(parsing: "2031-01-02T03:04:05"))
        #expect(key.manufacturer == "Maker; \"A\" Sons")
        #expect(key.assumptions == [])
    }

    @Test func aSeedThatIsHexadecimalAndBase32AsWellIsNotGuessed() {
        let both = "ABCDEF2345ABCDEF2345ABCDEF2345AB"
        let before = Self.read("0001,\(both)\n0002,\(Self.hex)\n0003,\(both)\n0004,\(Self.base32)\n")
        #expect(before.keys.map(\.properties.serialNumber.text) == ["0002", "0003"])
        #expect(before.keys.last?.secret.count == 16)
        #expect(before.rejects.map(\.reason) == [.seedAmbiguous, .seedUnreadable])
        #expect(before.rejects.map(\.position.line) == [1, 4])
        let named = Self.read("serial,seed base32\n0001,\(both)\n")
        #expect(named.keys.first?.secret.count == 20)
        #expect(Self.read("serial,hex seed\n0001,\(both)\n").keys.first?.secret.count == 16)
    }

    @Test(arguments: [
        (
            "serial,\(Self.hex.dropLast())\n",
            PSKCError.unreadableTable(.unknownColumn(String(Self.hex.dropLast())), at: .init(line: 1, column: 8))
        ),
        ("\n\n serial , seed , key\n", .unreadableTable(.columnTwice("seed"), at: .init(line: 3, column: 18))),
        (
            "serial,seed,otp kind of thing\n",
            .unreadableTable(.unknownColumn("otp kind of thing"), at: .init(line: 1, column: 13))
        ),
        ("serial,model\n", .unreadableTable(.columnMissing("seed"), at: .init(line: 1, column: 1))),
        ("0001,\(Self.hex),5,6\n", .unreadableTable(.noHead, at: .init(line: 1, column: 1))),
        ("serial;seed,key\n", .unreadableTable(.severalDelimiters, at: .init(line: 1, column: 1))),
        ("no table\n", .unreadableTable(.noDelimiter, at: .init(line: 1, column: 1))),
        ("serial,seed\n0001,\"\(Self.hex)\n", .unreadableTable(.openQuote, at: .init(line: 2, column: 6))),
        ("serial,seed\n0001,\"a\" b\n", .unreadableTable(.textAfterQuote, at: .init(line: 2, column: 10))),
        ("serial,seed\n0001,a\"b\n", .unreadableTable(.quoteInText, at: .init(line: 2, column: 7))),
    ])
    func whatCannotBeReadIsRefusedWithItsPlace(_ text: String, _ error: PSKCError) {
        let outcome = Self.read(text)
        #expect(outcome.error == error)
        #expect(outcome.keys.isEmpty)
    }

    @Test func aBadRowIsRejectedAndTheNextOneRead() {
        let outcome = Self.read(
            """
            serial,seed,digits,time step,counter,type
            0001,\(Self.hex),6,30,,
            ,\(Self.hex),6,30,,
            00 03,\(Self.hex),6,30,,
            0004,,6,30,,
            0005,zz,6,30,,
            0006,\(Self.hex),five,30,,
            0007,\(Self.hex),3,30,,
            0008,\(Self.hex),6,0,,
            0009,\(Self.hex),6,30,7,
            0010,\(Self.hex),6,30
            0011,\(Self.hex),6,30,,motp
            0012,\(Self.hex),6,30,,totp
            """
        )
        #expect(Self.serialNumbers(outcome) == ["0001", "0012"])
        #expect(outcome.rejects.map(\.position.line) == Array(3...12))
        #expect(
            outcome.rejects.map(\.reason) == [
                .serialNumberMissing, .serialNumberInvalid(.invalidCharacter(position: 2)),
                .secretMissing(keyReference: nil), .seedUnreadable, .notANumber(element: "number of digits"),
                .digitsInvalid("3"), .outOfRange(element: "time step"), .contradictoryMovingFactor,
                .fieldCount(4, expected: 6), .unsupportedAlgorithm("motp"),
            ]
        )
    }

    @Test func aContainerIsStillTakenForOne() {
        let outcome = ReadOutcome(of: [UInt8](" \n<KeyContainer xmlns='urn:ietf:params:xml:ns:keyprov:pskc'/>".utf8))
        #expect(outcome.error == nil && outcome.rejects.isEmpty)
        for empty in ["", "\n", " \r\n\t ", "\u{FEFF}", "\u{FEFF} \n"] {
            #expect(ReadOutcome(of: empty).error == .emptyFile)
        }
    }

    @Test func noBytesEndTheProcess() {
        var generator = SeededGenerator(seed: 4711)
        let alphabet = [UInt8]("0123456789ABCDEFGZ,;\t\"\r\n# \u{FEFF}é".utf8) + [0, 0xFF]
        let start = [UInt8]("serial,seed,type\n0001,\(Self.hex),totp\n".utf8)
        for round in 0..<1000 {
            var bytes = round.isMultiple(of: 2) ? start : []
            for _ in 0..<Int.random(in: 0...80, using: &generator) {
                let byte = alphabet.randomElement(using: &generator) ?? 0
                bytes.insert(byte, at: Int.random(in: 0...bytes.count, using: &generator))
            }
            let whole = ReadOutcome(of: bytes)
            let pieces = ReadOutcome(of: bytes, pieces: Int.random(in: 1...9, using: &generator))
            #expect(whole == pieces)
        }
    }
}

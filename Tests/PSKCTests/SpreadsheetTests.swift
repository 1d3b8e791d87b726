import OTPCore
import PSKC
import Testing

/// What spreadsheets do to a table, and how they write one.
struct SpreadsheetTests {
    private static let hex = "3132333435363738393031323334353637383930"
    private static let secret = [UInt8]("12345678901234567890".utf8)
    private static let damagedSerial = PSKCRejectReason.damagedBySpreadsheet(element: "serial number")

    private static func read(_ text: String, pieces: Int = 4096) -> ReadOutcome {
        ReadOutcome(of: [UInt8](text.utf8), pieces: pieces)
    }

    @Test(arguments: [
        "1.23457E+12", "1,23457E+12", "1.23457e+12", "1E+12", "1.2E-05", "1.23457E12", "-1.2E+9", "4711042.0",
        "4711042.00",
        "4711042,0", "12-Mar", "1-dec", "Mar-12", "03-okt", "#NAME?", "#REF!", "#VALUE!", "#N/A", "#NUM!", "#DIV/0!",
        "####",
    ])
    func aSerialNumberThatIsDamagedIsRefused(_ serial: String) {
        for text in [
            "serial number;seed hex\n\(serial);\(Self.hex)\n0002;\(Self.hex)\n",
            "seed hex;serial number\n\(Self.hex);\(serial)\n\(Self.hex);0002\n",
            "0002;\(Self.hex)\n\(serial);\(Self.hex)\n",
        ] {
            let outcome = Self.read(text)
            #expect(outcome.keys.map(\.properties.serialNumber.text) == ["0002"])
            #expect(outcome.reasons == [Self.damagedSerial], "\(text)")
        }
    }

    @Test(arguments: ["1E12", "4E7", "12-03", "E+12", "1.2.3", "FEB-123", "A1.0", "12.5", "1.23E", "2012-03-01"])
    func aSerialNumberThatOnlyLooksLikeItIsTaken(_ serial: String) {
        let outcome = Self.read("serial;seed\n\(serial);\(Self.hex)\n")
        #expect(outcome.keys.map(\.properties.serialNumber.text) == [serial])
    }

    @Test(arguments: ["3.13233E+39", "3,13233E+39", "3132333435363740000000000000000000000000", "#NAME?"])
    func aSeedThatIsDamagedIsRefused(_ seed: String) {
        let outcome = Self.read("serial;seed\n0001;\(seed)\n0002;\(Self.hex)\n")
        #expect(outcome.reasons == [.damagedBySpreadsheet(element: "seed")])
        #expect(outcome.keys.count == 1)
        #expect("\(outcome.rejects)".contains("3132333435") == false)
    }

    @Test func aCounterThatIsRoundedIsRefused() {
        let outcome = Self.read("serial;seed;counter\n0001;\(Self.hex);1.5E+05\n")
        #expect(outcome.reasons == [.damagedBySpreadsheet(element: "counter")])
    }

    @Test(
        "what keeps a text a text is no part of it",
        arguments: [
            "=\"00123\"", "\"=\"\"00123\"\"\"", "'00123", "'00123'", "\u{201C}00123\u{201D}", "\u{2018}00123\u{2019}",
            "\u{A0}00123\u{A0}", "\" 00123 \"",
        ]
    )
    func wrappingsAreTakenOff(_ serial: String) {
        let seed = serial.replacing("00123", with: Self.hex)
        for pieces in [1, 3, 4096] {
            let outcome = Self.read("serial,seed\n\(serial),\(seed)\n", pieces: pieces)
            #expect(outcome.keys.map(\.properties.serialNumber.text) == ["00123"])
            #expect(outcome.keys.map(\.secret) == [Self.secret])
            let positional = Self.read("\(serial),\(seed),totp\n", pieces: pieces)
            #expect(positional.keys.map(\.properties.serialNumber.text) == ["00123"])
        }
    }

    @Test(arguments: ["sep=;", "SEP=;", "\"sep=;\"", "sep=,", "sep=\t", "sep=|"], ["\n", "\r\n"])
    func theLineThatNamesTheDelimiterIsNoRow(_ line: String, _ end: String) throws {
        let delimiter = try #require(line.last { $0 != "\"" })
        let rows = [line, "Serial;Seed;Model", "0001;\(Self.hex);a,b|c", "0002;\(Self.hex);d"]
        var text = rows[0]
        for row in rows.dropFirst() { text += end + row.replacing(";", with: String(delimiter)) }
        text = text.replacing("a,b|c", with: "\"a,b|c\"")
        for mark in ["", "\u{FEFF}"] {
            for pieces in [1, 4096] {
                let outcome = Self.read(mark + text, pieces: pieces)
                #expect(outcome.keys.map(\.properties.serialNumber.text) == ["0001", "0002"])
                #expect(outcome.error == nil && outcome.rejects.isEmpty)
            }
        }
        #expect(Self.read("sep=;\nserial;seed\n0001;x\n").rejects.first?.position.line == 3)
    }

    @Test(arguments: [true, false], [true, false])
    func unicodeTextIsRead(isBigEndian: Bool, hasMark: Bool) {
        let text =
            (hasMark ? "\u{FEFF}" : "")
            + "Serial\tSeed\tMaker\r\n0001\t\(Self.hex)\tS\u{F8}ren \u{1F511}\r\n0002\t\(Self.hex)"
        let bytes = text.utf16.flatMap { unit in
            isBigEndian ? [UInt8(unit >> 8), UInt8(unit & 0xFF)] : [UInt8(unit & 0xFF), UInt8(unit >> 8)]
        }
        for pieces in [1, 2, 3, 7, 4096] {
            let outcome = ReadOutcome(of: bytes, pieces: pieces)
            #expect(outcome.error == nil && outcome.rejects.isEmpty)
            #expect(outcome.keys.map(\.properties.serialNumber.text) == ["0001", "0002"])
            #expect(outcome.keys.first?.properties.manufacturer == "S\u{F8}ren \u{1F511}")
        }
    }

    @Test func aContainerInUTF16IsStillOne() {
        let text = "\u{FEFF}" + RFC6030Figures.figure3.replacing("UTF-8", with: "UTF-16")
        let bytes = text.utf16.flatMap { unit in [UInt8(unit & 0xFF), UInt8(unit >> 8)] }
        #expect(ReadOutcome(of: bytes).keys.count == 1)
    }

    @Test func latin1IsReadAndChangesNoCode() {
        let bytes = [UInt8]("serial;seed;maker\n0001;\(Self.hex);S".utf8) + [0xF8] + [UInt8]("ren\n".utf8)
        #expect(ReadOutcome(of: bytes).keys.first?.properties.manufacturer == "S\u{F8}ren")
    }

    @Test(arguments: [
        ("PK\u{3}\u{4}\u{14}\u{0}\u{6}\u{0}xl/worksheets", "workbook"), ("%PDF-1.7 is no table of seeds", "PDF"),
        ("{\"tokens\": [{\"serial\": 1}]}", "JSON"), ("[{\"serial\": \"1\", \"seed\": \"x\"}]", "JSON"),
        ("-----BEGIN PGP MESSAGE-----\nhQEMA", "OpenPGP"), ("otpauth://totp/a?secret=GEZDGNBVGY3TQOJQ\n", "otpauth"),
    ])
    func anotherKindOfFileIsNamed(_ text: String, _ word: String) {
        for pieces in [1, 4096] {
            let error = Self.read(text, pieces: pieces).error
            #expect(error.map { "\($0)".contains(word) } == true, "\(String(describing: error))")
        }
    }

    @Test func base64SeedsAreRead() {
        let base64 = "MTIzNDU2Nzg5MDEyMzQ1Njc4OTA="
        #expect(Self.read("serial,seed\n1,\(base64)\n").keys.map(\.secret) == [Self.secret])
        #expect(Self.read("serial,secret (base64)\n1,\(base64)\n").keys.map(\.secret) == [Self.secret])
        #expect(Self.read("1,\(base64),totp\n").keys.map(\.secret) == [Self.secret])
        // The same characters as hexadecimal and as Base64: only the name of the column tells.
        #expect(Self.read("serial,seed base64\n1,\(Self.hex)\n").keys.first?.secret.count == 30)
    }

    @Test func groupsOfASeedAreRead() {
        for seed in [
            "GEZD-GNBV-GY3T-QOJQ-GEZD-GNBV-GY3T-QOJQ", "31 32 33 34 35 36 37 38 39 30 31 32 33 34 35 36 37 38 39 30",
            "0x\(Self.hex)", "31:32:33:34:35:36:37:38:39:30:31:32:33:34:35:36:37:38:39:30",
        ] {
            #expect(Self.read("serial,seed\n1,\(seed)\n").keys.map(\.secret) == [Self.secret])
        }
    }
}

/// What is said of the keys of a file as a whole.
struct KeyFileRemarkTests {
    private static let hex = "3132333435363738393031323334353637383930"

    private static func remarks(_ serials: [String], seed: String = hex) -> [String] {
        let outcome = ReadOutcome(of: "serial,seed\n" + serials.map { "\($0),\(seed)\n" }.joined())
        #expect(outcome.keys.count == serials.count)
        return outcome.remarks
    }

    @Test func tracesOfASpreadsheetAreRemarked() {
        let cases: [([String], String?)] = [
            (["0001", "0002"], nil), (["998", "999"], nil), (["0998", "1000", "0999"], nil), (["A1", "A12"], nil),
            (["4711042", "10004711"], "dropped leading zeros"), (["1", "1", "2"], "the row before: 1"),
            (["1234567890123450"], nil), (["1234567890123450", "1234567890123460"], "rounded"),
            (["12345678901234500", "12345678901234600"], "rounded"), (["4.711.042"], "dots"),
            (["12345678901234500", "12345678901234601"], nil),
        ]
        for (serials, words) in cases {
            let remarks = Self.remarks(serials)
            if let words {
                #expect(remarks.count == 1 && remarks[0].contains(words), "\(serials): \(remarks)")
            } else {
                #expect(remarks.isEmpty, "\(serials): \(remarks)")
            }
        }
    }

    @Test func aShortSecretIsRemarkedAndOneThatNoDeviceHasIsRefused() {
        #expect(Self.remarks(["1"], seed: "00112233445566778899aabbccddeeff").isEmpty)
        for byteCount in [4, 5, 10, 15] {
            let seed = String("000102030405060708090a0b0c0d0e0f".prefix(2 * byteCount))
            #expect(
                Self.remarks(["1", "02"], seed: seed).contains {
                    $0.contains("below 128 bits") && $0.hasSuffix(": 2")
                }
            )
        }
        for (seed, reason) in [
            ("01", PSKCRejectReason.secretTooShort(1)), ("0102", .secretTooShort(2)), ("010203", .secretTooShort(3)),
            (String(repeating: "00", count: 20), .secretOfEqualBytes),
            (String(repeating: "FF", count: 32), .secretOfEqualBytes),
        ] {
            #expect(ReadOutcome(of: "serial,seed hex\n1,\(seed)\n").reasons == [reason])
        }
    }

    @Test func aPINIsNoSecretOfThatKind() {
        #expect(ReadOutcome(of: RFC6030Figures.figure5).remarks.isEmpty)
    }
}

import OTPCore
import PSKC
import Testing

/// Tables whose rows are not all alike, and what people and programs put around a table.
struct RaggedTableTests {
    private static let hex = "3132333435363738393031323334353637383930"
    private static let secret = [UInt8]("12345678901234567890".utf8)

    /// What the rows give, with `SEED` for the seed: an algorithm, or why there is none.
    private static func read(_ rows: String...) -> ReadOutcome {
        let outcome = ReadOutcome(of: rows.map { $0.replacing("SEED", with: Self.hex) + "\n" }.joined())
        #expect(outcome.keys.allSatisfy { key in key.secret == Self.secret })
        return outcome
    }

    private static func hotp(_ counter: UInt64, digits: Int = 6) -> KeyAlgorithm {
        .hotp(.sha1, digits: digits, counter: counter)
    }

    private static func totp(_ timeStep: UInt32, digits: Int = 6) -> KeyAlgorithm {
        .totp(.sha1, digits: digits, clock: KeyClock(timeStep: timeStep))
    }

    /// The form of privacyIDEA and of NetIQ: serial number, seed, kind, digits, and time step or counter.
    private static let fiveColumns: [(row: String, algorithm: KeyAlgorithm)] = [
        ("T1,SEED", Self.totp(30)),
        ("T2,SEED,hotp", Self.hotp(0)),
        ("T3,SEED,totp,8", Self.totp(30, digits: 8)),
        ("T4,SEED,hotp,6", Self.hotp(0)),
        ("T5,SEED,totp,6,60", Self.totp(60)),
        ("T6,SEED,hotp,6,1234", Self.hotp(1234)),
        ("T7,SEED,hotp,8,0", Self.hotp(0, digits: 8)),
        ("T8, SEED, TOTP, 6, 30", Self.totp(30)),
        ("T9,SEED,totp,,60", Self.totp(60)),
        ("T10,SEED,,8", Self.totp(30, digits: 8)),
        ("T11,SEED,hotp,,7,", Self.hotp(7)),
    ]

    @Test("rows of two to five fields are read, whatever the first row has", arguments: fiveColumns.indices)
    func rowsOfTwoToFiveFieldsAreRead(first: Int) {
        let rows = Self.fiveColumns[first...] + Self.fiveColumns[..<first]
        let text = rows.map { $0.row.replacing("SEED", with: Self.hex) + "\n" }.joined()
        let outcome = ReadOutcome(of: text)
        #expect(outcome.error == nil && outcome.rejects.isEmpty)
        #expect(outcome.keys.map(\.properties.algorithm) == rows.map(\.algorithm))
    }

    @Test func anOCRARowOfPrivacyIDEAHasItsSuiteInTheFourthField() {
        let outcome = Self.read("T1,SEED,ocra,OCRA-1:HOTP-SHA256-8:C-QN08", "T2,SEED,totp", "T3,SEED,ocra")
        #expect(
            outcome.keys.map(\.properties.algorithm).first == .ocra(suite: "OCRA-1:HOTP-SHA256-8:C-QN08", counter: nil)
        )
        #expect(outcome.reasons == [.unknownSuite("")])
    }

    @Test func aFifthFieldWithoutAKindIsNotGuessed() {
        #expect(
            Self.read("T1,SEED,totp,6,30", "T2,SEED,,6,30", "T3,SEED,hotp,6,x", "T4,SEED,totp,6,0").reasons == [
                .fifthFieldUnclear, .notANumber(element: "counter"), .outOfRange(element: "time step"),
            ]
        )
        #expect(Self.read("T1,SEED,totp,6,30,x").reasons == [.fieldCount(6, expected: 5)])
        #expect(Self.read("T1,SEED", "T2").reasons == [.fieldCount(1, expected: 5)])
    }

    @Test func titlesSumsAndRulesAreNoRows() {
        let outcome = Self.read(
            "Delivery of 2 tokens, order 4711",
            "",
            "------------------",
            "Serial Number,Seed,Type",
            "---,---,---",
            "0001,SEED,totp",
            "Serial Number,Seed,Type",
            "0002,SEED,totp,",
            "==========",
            "Total: 2 tokens",
            "end of file,,"
        )
        #expect(outcome.keys.map(\.properties.serialNumber.text) == ["0001", "0002"])
        #expect(outcome.error == nil && outcome.rejects.isEmpty)
    }

    @Test func aTableWithoutNamesRejectsWhatComesBeforeItsFirstDevice() {
        let outcome = Self.read("A list of tokens", "0001,SEED,motp", "0002,SEED,totp")
        #expect(outcome.keys.map(\.properties.serialNumber.text) == ["0002"])
        #expect(outcome.reasons == [.unsupportedAlgorithm("motp")])
    }

    @Test func namesThatAreNotKnownAreNotTakenForATitle() {
        #expect(
            Self.read("nummer,geheim", "0001,SEED").error
                == .unreadableTable(.noHead, at: PSKCPosition(line: 1, column: 1))
        )
        #expect(
            Self.read("serial,geheim", "0001,SEED").error
                == .unreadableTable(.unknownColumn("geheim"), at: PSKCPosition(line: 1, column: 8))
        )
    }

    @Test func secretsNeverBecomeSerialNumbers() {
        let outcome = Self.read("SEED,00047110", "SEED,00047111")
        #expect(outcome.keys.isEmpty)
        #expect(outcome.error == .unreadableTable(.noHead, at: PSKCPosition(line: 1, column: 1)))
    }

    @Test("a table in Markdown, or with bars or spaces between the fields, is read")
    func barsAndSpacesAreDelimiters() {
        for rows in [
            ["| Serial | Seed | Type |", "|:---|---|---:|", "| 0001 | SEED | totp |", "| 0002 | SEED | totp |"],
            ["serial|seed", "0001|SEED", "0002|SEED"], ["0001|SEED|totp|6|30", "0002|SEED"],
            ["0001  SEED", "0002 SEED totp 6 30"], ["Serial    Seed", "0001      SEED", "0002      SEED"],
        ] {
            let outcome = Self.read(rows.joined(separator: "\n"))
            #expect(outcome.keys.map(\.properties.serialNumber.text) == ["0001", "0002"], "\(rows)")
            #expect(outcome.error == nil && outcome.rejects.isEmpty, "\(rows)")
        }
    }

    @Test func rowsMayEndBeforeColumnsThatChangeNoCode() {
        let outcome = Self.read(
            "serial,seed,type,manufacturer,model",
            "0001,SEED,totp",
            "0002,SEED,totp,Maker",
            "0003,SEED",
            "0004,SEED,totp,M,m,x"
        )
        #expect(outcome.keys.map(\.properties.serialNumber.text) == ["0001", "0002"])
        #expect(outcome.reasons == [.fieldCount(2, expected: 5), .fieldCount(6, expected: 5)])
    }

    @Test func aColumnWithoutANameMustBeEmpty() {
        let outcome = Self.read(",serial,,seed,", ",0001,,SEED,", "x,0002,,SEED,", ",0003,y,SEED")
        #expect(outcome.keys.map(\.properties.serialNumber.text) == ["0001"])
        #expect(outcome.reasons == [.valueWithoutColumn(field: 1), .valueWithoutColumn(field: 3)])
    }

    @Test(arguments: [
        ("OATH TOTP", Self.totp(30)), ("OATH-TOTP", Self.totp(30)), ("oath_hotp", Self.hotp(0)),
        ("TOTP-6", Self.totp(30)), ("TOTP6", Self.totp(30)), ("HOTP-8", Self.hotp(0, digits: 8)),
        ("TOTP-8", Self.totp(30, digits: 8)), ("time", Self.totp(30)), ("event", Self.hotp(0)),
        ("Time-based", Self.totp(30)), ("time based", Self.totp(30)), ("Event-Based", Self.hotp(0)),
        ("counter", Self.hotp(0)), ("OATH Time", Self.totp(30)), ("OATH Event", Self.hotp(0)),
        ("TOTP token", Self.totp(30)), ("TOTP 60s", Self.totp(60)),
        ("TOTP, 8 digits, 60 sec", Self.totp(60, digits: 8)),
        ("totp-sha256", KeyAlgorithm.totp(.sha256, digits: 6, clock: KeyClock())),
        ("HOTP-SHA512-8", .hotp(.sha512, digits: 8, counter: 0)),
        ("HmacSHA256", .totp(.sha256, digits: 6, clock: KeyClock())),
        ("urn:ietf:params:xml:ns:keyprov:pskc:totp", Self.totp(30)),
        ("http://www.ietf.org/keyprov/pskc#hotp", Self.hotp(0)),
    ])
    func theKindHasManyWords(_ word: String, _ algorithm: KeyAlgorithm) {
        for head in ["type", "algorithm", "Token Type", "algo"] {
            let outcome = Self.read("serial,seed,\(head)", "0001,SEED,\"\(word)\"")
            #expect(outcome.keys.map(\.properties.algorithm) == [algorithm], "\(outcome.rejects)")
        }
    }

    @Test(arguments: [
        "motp", "TOTP-5", "TOTP 45", "totp hotp", "yubikey", "OATH", "6", "TOTP-6-8", "pin", "SHA-224", "TOTP MD5",
        "steam", "urn:ietf:params:xml:ns:keyprov:pskc:pin",
    ])
    func aKindThatIsNotUnderstoodIsNotGuessed(_ word: String) {
        #expect(Self.read("serial,seed,type", "0001,SEED,\(word)").reasons == [.unsupportedAlgorithm(word)])
    }

    @Test func kindAndAlgorithmMayStandBesideEachOther() {
        let outcome = Self.read(
            "serial,seed,type,algorithm,digits,period,counter",
            "0001,SEED,totp,SHA256,8,60,",
            "0002,SEED,hotp,SHA1,6,,5",
            "0003,SEED,,totp,6,30,",
            "0004,SEED,totp,hotp,6,30,",
            "0005,SEED,TOTP-6,SHA1,8,30,"
        )
        #expect(
            outcome.keys.map(\.properties.algorithm) == [
                .totp(.sha256, digits: 8, clock: KeyClock(timeStep: 60)), Self.hotp(5), Self.totp(30),
            ]
        )
        #expect(
            outcome.reasons == [
                .contradiction(element: "kind (hotp or totp)"), .contradiction(element: "number of digits"),
            ]
        )
    }

    @Test func numbersMayHaveUnits() {
        let outcome = Self.read(
            "serial,seed,digits,time step",
            "1,SEED,6 digits,30 s",
            "2,SEED,6-digit,30sec",
            "3,SEED,6,PT30S",
            "4,SEED,6.0,30.0",
            "5,SEED,6,30 seconds",
            "6,SEED,6,PT0.5S",
            "7,SEED,6,30 min",
            "8,SEED,6,30.5"
        )
        #expect(outcome.keys.map(\.properties.algorithm) == Array(repeating: Self.totp(30), count: 5))
        #expect(
            outcome.reasons == [
                .outOfRange(element: "time step"), .notANumber(element: "time step"), .notANumber(element: "time step"),
            ]
        )
    }

    @Test func whatRFC6030NamesIsKnownToTables() throws {
        let outcome = Self.read(
            "id,serial,secret,algorithm,algorithm_suite,response_length,response_encoding,response_check,time_interval,"
                + "time_offset,time_drift,issuer,key_profile,key_reference,friendly_name,key_userid,issue_no,device_binding,"
                + "crypto_module,start_date,expiry_date,device_userid",
            "k1,0001,SEED,urn:ietf:params:xml:ns:keyprov:pskc:totp,HMAC-SHA256,8,DECIMAL,False,60,7,-2,I,P,R,N,U,2,B,C,"
                + "2020-01-02 03:04:05+00:00,2040-01-02 00:00:00+01:00,D",
            "k2,0002,SEED,urn:ietf:params:xml:ns:keyprov:pskc:hotp,,6,HEXADECIMAL,,,,,,,,,,,,,,,",
            "k3,0003,SEED,urn:ietf:params:xml:ns:keyprov:pskc:hotp,,6,DECIMAL,True,,,,,,,,,,,,,,"
        )
        let key = try #require(outcome.keys.first?.properties)
        #expect(
            key.algorithm == .totp(.sha256, digits: 8, clock: KeyClock(timeStep: 60, stepsPassed: 7, drift: -2))
        )
        #expect(key.keyID == "k1" && key.serialNumber.text == "0001" && key.issuer == "I" && key.keyProfileID == "P")
        #expect(key.keyReference == "R" && key.friendlyName == "N" && key.keyUserID == "U" && key.issueNumber == "2")
        #expect(key.deviceBinding == "B" && key.cryptoModuleID == "C" && key.deviceUserID == "D")
        #expect(key.policy?.startDate?.description == "2020-01-02T03:04:05Z")
        #expect(key.policy?.expiryDate?.description == "2040-01-01T23:00:00Z")
        #expect(outcome.reasons == [.unsupportedEncoding("HEXADECIMAL"), .checkDigitsUnsupported])
        // Of another's time offset the unit would not be known.
        #expect(
            Self.read("serial,seed,Time Offset").error
                == .unreadableTable(.unknownColumn("Time Offset"), at: PSKCPosition(line: 1, column: 13))
        )
    }
}

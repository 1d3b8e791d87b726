import OTPCore
import PSKC
import Testing

@Suite struct PSKCReaderTests {
    private func properties(_ change: (inout SampleContainer) -> Void) throws -> KeyProperties {
        var sample = SampleContainer()
        change(&sample)
        let outcome = ReadOutcome(of: sample.text)
        #expect(outcome.error == nil)
        #expect(outcome.rejects == [])
        return try #require(outcome.keys.first).properties
    }

    private func reasons(_ change: (inout SampleContainer) -> Void) -> [PSKCRejectReason] {
        var sample = SampleContainer()
        change(&sample)
        let outcome = ReadOutcome(of: sample.text)
        #expect(outcome.error == nil)
        #expect(outcome.keys.isEmpty)
        return outcome.reasons
    }

    @Test func aKeyByTimeIsReadWithAllItsParameters() throws {
        let key = try self.properties { sample in
            sample.device = """
                <Manufacturer>mitid-tokens</Manufacturer><Model>code-display</Model><IssueNo>2</IssueNo>
                <DeviceBinding>b</DeviceBinding><StartDate>2026-01-01T00:00:00Z</StartDate>
                <ExpiryDate>2036-01-01T00:00:00Z</ExpiryDate>
                """
            sample.data = """
                <Time><PlainValue>59000000</PlainValue></Time><TimeInterval><PlainValue> 60 </PlainValue></TimeInterval>
                <TimeDrift><PlainValue>-4</PlainValue></TimeDrift>
                """
        }
        let clock = KeyClock(timeStep: 60, stepsPassed: 59_000_000, drift: -4)
        #expect(key.algorithm == .totp(.sha256, digits: 6, clock: clock))
        #expect(key.serialNumber.text == "8470000001")
        #expect(key.manufacturer == "mitid-tokens")
        #expect(key.model == "code-display")
        #expect(key.issueNumber == "2")
        #expect(key.deviceBinding == "b")
        #expect(key.deviceStartDate?.description == "2026-01-01T00:00:00Z")
        #expect(key.deviceExpiryDate?.description == "2036-01-01T00:00:00Z")
        #expect(key.assumptions == [])
    }

    @Test func whatTheFileLeavesOutIsNamed() throws {
        let key = try self.properties { sample in
            sample.suite = ""
            sample.responseFormat = ""
            sample.data = ""
        }
        #expect(key.algorithm == .totp(.sha1, digits: 6, clock: KeyClock(timeStep: 30)))
        #expect(key.assumptions == [.hash, .digits, .timeStep])
    }

    @Test(
        arguments: [
            ("HMAC-SHA1", .sha1), ("HMAC-SHA-1", .sha1), ("SHA1", .sha1), ("sha1", .sha1), ("HMAC-SHA256", .sha256),
            ("HmacSHA256", .sha256), ("HMAC-SHA-512", .sha512), ("http://www.w3.org/2000/09/xmldsig#hmac-sha1", .sha1),
            ("http://www.w3.org/2001/04/xmldsig-more#hmac-sha512", .sha512),
        ] as [(String, HashAlgorithm)]
    )
    func theSuiteIsKnownUnderTheNamesThatFilesUse(suite: String, hash: HashAlgorithm) throws {
        let key = try self.properties { sample in sample.suite = "<Suite>\(suite)</Suite>" }
        #expect(key.algorithm == .totp(hash, digits: 6, clock: KeyClock()))
    }

    @Test(arguments: ["HMAC-SHA224", "HMAC-MD5", "HMAC-SHA256-8", "SHA3-256", "AES", "HMAC", "1"])
    func anUnknownSuiteIsNeverTakenForADefault(suite: String) {
        #expect(self.reasons { sample in sample.suite = "<Suite>\(suite)</Suite>" } == [.unknownSuite(suite)])
    }

    @Test(arguments: [
        "urn:ietf:params:xml:ns:keyprov:pskc:hotp", "urn:ietf:params:xml:ns:keyprov:pskc#hotp",
        "http://www.ietf.org/keyprov/pskc#hotp", "HOTP",
    ])
    func aKeyByCounterIsKnownUnderTheNamesThatFilesUse(algorithm: String) throws {
        let key = try self.properties { sample in
            sample.keyAttributes = #"Id="k" Algorithm="\#(algorithm)""#
            sample.data = "<Counter><PlainValue>18446744073709551615</PlainValue></Counter>"
        }
        #expect(key.algorithm == .hotp(.sha256, digits: 6, counter: .max))
    }

    @Test func aChallengeResponseKeyKeepsItsSuite() throws {
        let key = try self.properties { sample in
            sample.keyAttributes =
                #"Id="k" Algorithm="urn:ietf:params:xml:ns:keyprov:pskc#OCRA-1:HOTP-SHA512-8:C-QN08""#
            sample.suite = ""
            sample.data = "<Counter><PlainValue>7</PlainValue></Counter>"
        }
        #expect(key.algorithm == .ocra(suite: "OCRA-1:HOTP-SHA512-8:C-QN08", counter: 7))
    }

    @Test(arguments: 4...128)
    func aSecretOfAnyAllowedLengthIsRead(count: Int) throws {
        var secret = [UInt8](repeating: 0, count: count)
        for index in secret.indices { secret[index] = UInt8(truncatingIfNeeded: index &* 37) }
        var sample = SampleContainer()
        sample.secret = "<Secret><PlainValue>\(base64(secret))</PlainValue></Secret>"
        #expect(ReadOutcome(of: sample.text).keys.map(\.secret) == [secret])
    }

    @Test func aBadRecordIsPassedByAndTheNextOneRead() {
        var sample = SampleContainer()
        sample.suite = "<Suite>HMAC-SHA3</Suite>"
        sample.afterPackage = SampleContainer().package
        let outcome = ReadOutcome(of: sample.text)
        #expect(outcome.error == nil)
        #expect(
            outcome.rejects.map(\.description) == ["line 8: serial number 8470000001: suite HMAC-SHA3 is not known"]
        )
        #expect(outcome.keys.map(\.properties.serialNumber.text) == ["8470000001"])
    }

    @Test func severalKeysOfOnePackageAreGivenOneByOne() {
        var sample = SampleContainer()
        sample.policy =
            "</Key>" + #"<Key Id="b" Algorithm="HOTP"><Data><Secret><PlainValue>MTIzNA==</PlainValue>"#
            + "</Secret></Data>"
        let outcome = ReadOutcome(of: sample.text)
        #expect(outcome.rejects == [])
        #expect(outcome.keys.map(\.properties.keyID) == ["8470000001", "b"])
        #expect(Set(outcome.keys.map(\.properties.serialNumber)).count == 1)
    }

    @Test(
        arguments: [
            ("", .serialNumberMissing), ("<SerialNo/>", .serialNumberMissing),
            ("<SerialNo>  </SerialNo>", .serialNumberMissing),
            ("<SerialNo>84 70</SerialNo>", .serialNumberInvalid(.invalidCharacter(position: 2))),
            ("<SerialNo>1</SerialNo><SerialNo>2</SerialNo>", .duplicateElement("SerialNo")),
        ] as [(String, PSKCRejectReason)]
    )
    func aDeviceIsNeverBoundWithoutItsSerialNumber(element: String, reason: PSKCRejectReason) {
        #expect(self.reasons { sample in sample.serialNumber = element } == [reason])
    }

    @Test(
        arguments: [
            (#"Algorithm="HOTP""#, .keyIDMissing), (#"Id="" Algorithm="HOTP""#, .keyIDMissing),
            (#"Id="k""#, .algorithmMissing),
            (
                #"Id="k" Algorithm="http://www.yubico.com/#yubikey-aes""#,
                .unsupportedAlgorithm("http://www.yubico.com/#yubikey-aes")
            ),
        ] as [(String, PSKCRejectReason)]
    )
    func aKeyMustSayWhatItIs(attributes: String, reason: PSKCRejectReason) {
        #expect(self.reasons { sample in sample.keyAttributes = attributes } == [reason])
    }

    @Test(
        arguments: [
            (#"<ResponseFormat Length="5" Encoding="DECIMAL"/>"#, .digitsInvalid("5")),
            (#"<ResponseFormat Length="11" Encoding="DECIMAL"/>"#, .digitsInvalid("11")),
            (#"<ResponseFormat Length="six" Encoding="DECIMAL"/>"#, .digitsInvalid("six")),
            (#"<ResponseFormat Encoding="DECIMAL"/>"#, .digitsInvalid("no length")),
            (#"<ResponseFormat Length="6" Encoding="HEXADECIMAL"/>"#, .unsupportedEncoding("HEXADECIMAL")),
            (#"<ResponseFormat Length="6" Encoding="DECIMAL" CheckDigits="true"/>"#, .checkDigitsUnsupported),
            (#"<ResponseFormat Length="6"/><ResponseFormat Length="8"/>"#, .duplicateElement("ResponseFormat")),
        ] as [(String, PSKCRejectReason)]
    )
    func codesThatCannotBeMadeAreRefused(format: String, reason: PSKCRejectReason) {
        #expect(self.reasons { sample in sample.responseFormat = format } == [reason])
    }

    @Test(
        arguments: [
            ("", .secretMissing(keyReference: nil)), ("<Secret/>", .secretMissing(keyReference: nil)),
            ("<Secret><PlainValue></PlainValue></Secret>", .secretLength(0)),
            ("<Secret><PlainValue>MTIz!</PlainValue></Secret>", .secretNotBase64),
            ("<Secret><PlainValue>MTIzNA</PlainValue></Secret>", .secretNotBase64),
            (
                "<Secret><PlainValue>\(base64([UInt8](repeating: 7, count: 129)))</PlainValue></Secret>",
                .secretLength(129)
            ),
            (
                "<Secret><PlainValue>MTIz</PlainValue><PlainValue>MTIz</PlainValue></Secret>",
                .duplicateElement("PlainValue")
            ),
            ("<Secret><EncryptedValue/></Secret>", .encryptionMethodMissing),
            ("<Secret><PlainValue>MTIz</PlainValue><EncryptedValue/></Secret>", .plainAndEncrypted(element: "Secret")),
            (
                #"<Secret><x:PlainValue xmlns:x="urn:x">MTIz</x:PlainValue></Secret>"#,
                .secretMissing(keyReference: nil)
            ),
        ] as [(String, PSKCRejectReason)]
    )
    func aSecretThatIsNoneIsRefused(element: String, reason: PSKCRejectReason) {
        #expect(self.reasons { sample in sample.secret = element } == [reason])
    }

    @Test(
        arguments: [
            ("<TimeInterval><PlainValue>0</PlainValue></TimeInterval>", .outOfRange(element: "TimeInterval")),
            ("<TimeInterval><PlainValue>4294967296</PlainValue></TimeInterval>", .outOfRange(element: "TimeInterval")),
            ("<TimeInterval><PlainValue>30s</PlainValue></TimeInterval>", .notANumber(element: "TimeInterval")),
            ("<TimeInterval><PlainValue>--30</PlainValue></TimeInterval>", .notANumber(element: "TimeInterval")),
            ("<TimeInterval/>", .notANumber(element: "TimeInterval")),
            ("<Time><PlainValue>-1</PlainValue></Time>", .outOfRange(element: "Time")),
            ("<Time><PlainValue>99999999999999999999</PlainValue></Time>", .outOfRange(element: "Time")),
            ("<TimeDrift><PlainValue>2147483648</PlainValue></TimeDrift>", .outOfRange(element: "TimeDrift")),
            ("<TimeDrift><EncryptedValue/></TimeDrift>", .encryptionMethodMissing),
        ] as [(String, PSKCRejectReason)]
    )
    func aNumberThatIsNoneIsRefused(data: String, reason: PSKCRejectReason) {
        #expect(self.reasons { sample in sample.data = data } == [reason])
    }

    @Test func aKeyByCounterThatSpeaksOfTimeOnlyIsRefused() {
        let reasons = self.reasons { sample in sample.keyAttributes = #"Id="k" Algorithm="HOTP""# }
        #expect(reasons == [.contradictoryMovingFactor])
    }

    @Test(
        arguments: [
            ("<Policy><KeyUsage>Encrypt</KeyUsage></Policy>", .usageNotPermitted(["Encrypt"])),
            ("<Policy><Fingerprint/></Policy>", .unknownPolicy("Fingerprint")),
            (#"<Policy><x:KeyUsage xmlns:x="urn:x">OTP</x:KeyUsage></Policy>"#, .unknownPolicy("KeyUsage")),
            (#"<Policy><PINPolicy Eyes="2"/></Policy>"#, .unknownPolicy("Eyes")),
            ("<Policy><StartDate>tomorrow</StartDate></Policy>", .notADate(element: "StartDate")),
            (#"<Policy><PINPolicy MinLength="-1"/></Policy>"#, .outOfRange(element: "MinLength")),
            ("<Policy/><Policy/>", .duplicateElement("Policy")),
        ] as [(String, PSKCRejectReason)]
    )
    func aPolicyThatIsNotUnderstoodForbidsTheKey(policy: String, reason: PSKCRejectReason) {
        #expect(self.reasons { sample in sample.policy = policy } == [reason])
    }
}

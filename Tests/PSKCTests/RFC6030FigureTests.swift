import OTPCore
import PSKC
import Testing

/// Every container that RFC 6030 prints gives what its text says.
@Suite struct RFC6030FigureTests {
    @Test func figure2HasNoSerialNumber() throws {
        #expect(ReadOutcome(of: RFC6030Figures.figure2).reasons == [.serialNumberMissing])
        var options = PSKCReaderOptions()
        options.takesKeyIDForSerialNumber = true
        let outcome = ReadOutcome(of: RFC6030Figures.figure2, options: options)
        let key = try #require(outcome.keys.first)
        #expect(key.secret == [UInt8]("1234".utf8))
        #expect(key.properties.serialNumber.text == "12345678")
        #expect(key.properties.issuer == "Issuer-A")
        #expect(key.properties.algorithm == .hotp(.sha1, digits: 6, counter: 0))
        #expect(key.properties.assumptions == [.serialNumber, .hash, .digits, .counter])
    }

    @Test func figure3HasSupplementaryData() throws {
        let outcome = ReadOutcome(of: RFC6030Figures.figure3)
        #expect(outcome.error == nil)
        let key = try #require(outcome.keys.first)
        #expect(key.secret == SampleContainer.secret)
        #expect(key.properties.serialNumber.text == "987654321")
        #expect(key.properties.keyID == "12345678")
        #expect(key.properties.manufacturer == "Manufacturer")
        #expect(key.properties.deviceUserID == "DC=example-bank,DC=net")
        #expect(key.properties.keyUserID == "UID=jsmith,DC=example-bank,DC=net")
        #expect(key.properties.cryptoModuleID == "CM_ID_001")
        #expect(key.properties.algorithm == .hotp(.sha1, digits: 8, counter: 0))
        #expect(key.properties.assumptions == [.hash])
    }

    @Test func figure4RefersToAKeyThatItDoesNotHold() {
        let outcome = ReadOutcome(of: RFC6030Figures.figure4)
        #expect(outcome.reasons == [.secretMissing(keyReference: "MasterKeyLabel")])
        #expect(outcome.rejects.first?.serialNumber == "987654321")
    }

    @Test func figure5HasAKeyAndItsPIN() throws {
        let outcome = ReadOutcome(of: RFC6030Figures.figure5)
        #expect(outcome.keys.map(\.secret) == [SampleContainer.secret, [UInt8]("1234".utf8)])
        #expect(outcome.keys.map(\.properties.algorithm) == [.hotp(.sha1, digits: 8, counter: 0), .pin])
        #expect(outcome.keys.map(\.properties.serialNumber.text) == ["987654321", "987654321"])
        let policy = try #require(outcome.keys.first?.properties.policy)
        #expect(policy.usages == ["OTP"])
        #expect(policy.pin?.keyID == outcome.keys.last?.properties.keyID)
        #expect(policy.pin?.minimumLength == 4)
        #expect(policy.pin?.maximumLength == 4)
        #expect(policy.pin?.encoding == "DECIMAL")
        #expect(policy.pin?.usageMode == "Local")
    }

    @Test func figure6IsEncryptedWithAPreSharedKey() throws {
        let key = ReadOutcome.OpeningKey.preShared("12345678901234567890123456789012")
        let outcome = ReadOutcome(of: RFC6030Figures.figure6, key: key)
        #expect(outcome.error == nil)
        #expect(outcome.keys.map(\.secret) == [SampleContainer.secret])
        #expect(outcome.keys.map(\.properties.algorithm) == [.hotp(.sha1, digits: 8, counter: 0)])
        let locked = ReadOutcome(of: RFC6030Figures.figure6)
        #expect(
            locked.error == .keyRequired(.preShared(names: ["Pre-shared-key"]), at: PSKCPosition(line: 25, column: 9))
        )
    }

    @Test(arguments: [
        ReadOutcome.OpeningKey.password("qwerty"), .preShared("651e63cd57008476af1ff6422cd02e41"),
    ])
    func figure7IsEncryptedWithAPassword(key: ReadOutcome.OpeningKey) throws {
        let outcome = ReadOutcome(of: RFC6030Figures.figure7, key: key)
        #expect(outcome.error == nil)
        #expect(outcome.keys.map(\.secret) == [SampleContainer.secret])
        let locked = try #require(ReadOutcome(of: RFC6030Figures.figure7).error)
        #expect("\(locked)".hasSuffix(#"the file is encrypted with the password "My Password 1""#))
        let wrong = ReadOutcome(of: RFC6030Figures.figure7, key: .password("qwertz")).error
        #expect(wrong == .wrongKey(at: PSKCPosition(line: 44, column: 9)))
    }

    @Test(arguments: [ReadOutcome.OpeningKey.none, .password("qwerty"), .preShared("12345678901234567890123456789012")])
    func figure8SaysWhichKeyItNeeds(key: ReadOutcome.OpeningKey) {
        let subject = "CN=PSKC Test,OU=KeyProv WG,O=IETF"
        let outcome = ReadOutcome(of: RFC6030Figures.figure8, key: key)
        #expect(outcome.error == .keyRequired(.privateKey(of: subject), at: PSKCPosition(line: 24, column: 9)))
    }

    @Test func figure9IsReadAndItsSignatureIsReportedAsUnchecked() {
        let outcome = ReadOutcome(of: RFC6030Figures.figure9)
        #expect(outcome.keys.map(\.secret) == [SampleContainer.secret])
        #expect(outcome.keys.map(\.properties.serialNumber.text) == ["0755225266"])
        #expect(outcome.hasUncheckedSignature)
    }

    @Test func figure10HasTwoKeysForOneDevice() {
        let outcome = ReadOutcome(of: RFC6030Figures.figure10)
        #expect(outcome.keys.map(\.properties.serialNumber.text) == ["654321", "123456", "9999999", "9999999"])
        #expect(outcome.keys.map(\.properties.keyID) == ["1", "2", "3", "4"])
        #expect(outcome.keys.allSatisfy { key in key.secret == SampleContainer.secret })
        #expect(
            outcome.keys.map { key in key.properties.policy?.expiryDate?.description } == [
                "2006-05-31T00:00:00Z", "2006-05-31T00:00:00Z", "2006-03-31T00:00:00Z", "2006-04-30T00:00:00Z",
            ]
        )
        #expect(!outcome.hasUncheckedSignature)
    }
}

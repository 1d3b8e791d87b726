import LibCrypto
import OTPCore
import PSKC
import Testing

@Suite struct EncryptedContainerTests {
    private static let ciphers: [(BlockCipher, String)] = [
        (.aes128, "http://www.w3.org/2001/04/xmlenc#aes128-cbc"),
        (.aes192, "http://www.w3.org/2001/04/xmlenc#aes192-cbc"),
        (.aes256, "http://www.w3.org/2001/04/xmlenc#aes256-cbc"),
        (.tripleDES, "http://www.w3.org/2001/04/xmlenc#tripledes-cbc"),
        (.camellia128, "http://www.w3.org/2001/04/xmldsig-more#camellia128-cbc"),
        (.camellia192, "http://www.w3.org/2001/04/xmldsig-more#camellia192-cbc"),
        (.camellia256, "http://www.w3.org/2001/04/xmldsig-more#camellia256-cbc"),
    ]

    private static let macs: [(HashFunction, String)] = [
        (.sha1, "http://www.w3.org/2000/09/xmldsig#hmac-sha1"),
        (.sha224, "http://www.w3.org/2001/04/xmldsig-more#hmac-sha224"),
        (.sha256, "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256"),
        (.sha384, "http://www.w3.org/2001/04/xmldsig-more#hmac-sha384"),
        (.sha512, "http://www.w3.org/2001/04/xmldsig-more#hmac-sha512"),
    ]

    @Test(arguments: EncryptedContainerTests.ciphers.indices, EncryptedContainerTests.macs.indices)
    func everyCipherWithEveryMACIsOpened(cipher: Int, mac: Int) throws {
        var file = EncryptedSample()
        (file.cipher, file.cipherName) = Self.ciphers[cipher]
        (file.hash, file.macName) = (Self.macs[mac].0, Self.macs[mac].1)
        let keyHex = String(EncryptedSample.keyHex.prefix(2 * file.cipher.keyByteCount))
        let outcome = try file.outcome(key: .preShared(keyHex))
        #expect(outcome.error == nil)
        #expect(outcome.rejects == [])
        #expect(outcome.keys.map(\.secret) == [SampleContainer.secret])
    }

    @Test func withoutAMACKeyTheEncryptionKeyServes() throws {
        var file = EncryptedSample()
        file.writesMACKey = false
        #expect(try file.outcome().keys.map(\.secret) == [SampleContainer.secret])
    }

    @Test func noFlippedByteGetsThrough() throws {
        for index in 0..<32 {
            var file = EncryptedSample()
            file.flippedMACByte = index
            #expect(try file.outcome().reasons == [.macMismatch])
        }
        for index in 0..<48 {
            var file = EncryptedSample()
            file.flippedCipherByte = index
            #expect(try file.outcome().reasons == [.macMismatch])
        }
    }

    @Test func aRejectNamesTheRecord() throws {
        var file = EncryptedSample()
        file.flippedMACByte = 0
        let reject = try #require(file.outcome().rejects.first)
        #expect(reject.serialNumber == "8470000001")
        #expect(reject.keyID == "8470000001")
        #expect("\(reject)".hasSuffix("the MAC is wrong: the value was changed, or the key is another"))
    }

    @Test func aCipherTextWithoutAMACIsRefused() throws {
        var file = EncryptedSample()
        file.writesMAC = false
        #expect(try file.outcome().reasons == [.macMissing])
        file.macName = nil
        #expect(try file.outcome().reasons == [.macMissing])
    }

    @Test func aMACWithoutAWordOnHowItIsMadeIsRefused() throws {
        var file = EncryptedSample()
        file.macName = nil
        #expect(try file.outcome().reasons == [.macMethodMissing])
    }

    @Test(arguments: [
        "", "http://www.w3.org/2001/04/xmldsig-more#hmac-md5", "http://www.w3.org/2001/04/xmldsig-more#hmac-ripemd160",
        "hmac-sha256",
    ])
    func anUnknownMACIsNeverTakenForAnother(name: String) throws {
        var file = EncryptedSample()
        file.macName = name
        #expect(try file.outcome().reasons == [.unsupportedMAC(name)])
    }

    @Test func aMACOfAnotherAlgorithmIsWrong() throws {
        var file = EncryptedSample()
        file.hash = .sha1
        #expect(try file.outcome().reasons == [.macMismatch])
    }

    @Test(arguments: ["http://www.w3.org/2009/xmlenc11#aes256-gcm", "http://www.w3.org/2001/04/xmlenc#arcfour", "none"])
    func anUnknownCipherIsNeverTakenForAnother(name: String) throws {
        var file = EncryptedSample()
        file.cipherName = name
        #expect(try file.outcome().reasons == [.unsupportedCipher(name)])
    }

    @Test func theWrongKeyEndsTheReadingAtOnce() throws {
        let file = EncryptedSample()
        for last in 0...9 {
            // A wrong key has a chance of one in sixteen to leave a padding that could be one.
            let outcome = try file.outcome(key: .preShared(String(EncryptedSample.keyHex.dropLast()) + "\(last)"))
            #expect(outcome.keys.isEmpty)
            switch outcome.error {
            case .wrongKey: break
            default: #expect(outcome.reasons == [.macMismatch])
            }
        }
    }

    @Test func aKeyOfAnotherLengthIsNamed() throws {
        let outcome = try EncryptedSample().outcome(key: .preShared("00112233445566778899aabbccddeeff"))
        // Once for the whole file: no record would be better off.
        #expect(outcome.reasons.isEmpty)
        guard case .keyLength(16, expected: 32, _)? = outcome.error else {
            Issue.record("\(String(describing: outcome.error))")
            return
        }
    }

    @Test func aPasswordDoesNotOpenAFileWithAPreSharedKey() throws {
        guard
            case .keyRequired(.preShared(names: ["makers key"]), _) = try EncryptedSample().outcome(key: .password("x"))
                .error
        else {
            Issue.record("the file did not ask for its key")
            return
        }
    }

    @Test func twoMACMethodsSayTwoThings() throws {
        let text = try EncryptedSample().text()
        let twice = text.replacing("</MACMethod>", with: "</MACMethod><MACMethod/>")
        guard case .duplicateElement("MACMethod", _) = ReadOutcome(of: twice, key: EncryptedSample.key).error else {
            Issue.record("the second MAC method was let through")
            return
        }
    }

    /// A time interval kept as cipher text is what other programs were found to do.
    @Test(
        arguments: [
            ([UInt8]("60".utf8), 60), ([UInt8]("0000000060".utf8), 60), ([60], 60), ([0, 0, 0, 60], 60),
            ([0, 0, 0, 0, 0, 0, 1, 44], 300),
        ] as [([UInt8], UInt32)]
    )
    func anEncryptedTimeIntervalIsDecrypted(plain: [UInt8], seconds: UInt32) throws {
        var file = EncryptedSample()
        file.sample.data = "<TimeInterval>\(try file.encrypted(plain))</TimeInterval>"
        let outcome = try file.outcome()
        #expect(outcome.rejects == [])
        #expect(
            outcome.keys.map(\.properties.algorithm) == [
                .totp(.sha256, digits: 6, clock: KeyClock(timeStep: seconds))
            ]
        )
    }

    @Test func encryptedCounterTimeAndDriftAreDecrypted() throws {
        var file = EncryptedSample()
        file.sample.data = """
            <Time>\(try file.encrypted([UInt8]("59000000".utf8)))</Time>
            <TimeDrift>\(try file.encrypted([UInt8]("-4".utf8)))</TimeDrift>
            """
        #expect(
            try file.outcome().keys.map(\.properties.algorithm) == [
                .totp(.sha256, digits: 6, clock: KeyClock(stepsPassed: 59_000_000, drift: -4))
            ]
        )
        file.sample.keyAttributes = #"Id="k" Algorithm="HOTP""#
        file.sample.data = "<Counter>\(try file.encrypted([1, 0]))</Counter>"
        #expect(try file.outcome().keys.map(\.properties.algorithm) == [.hotp(.sha256, digits: 6, counter: 256)])
    }

    @Test(
        arguments: [
            ([], .notANumber(element: "Counter")), ([1, 2, 3, 4, 5, 6, 7, 8, 9], .notANumber(element: "Counter")),
            ([UInt8]("-1".utf8), .outOfRange(element: "Counter")),
            ([UInt8]("18446744073709551616".utf8), .outOfRange(element: "Counter")),
        ] as [([UInt8], PSKCRejectReason)]
    )
    func anEncryptedNumberThatIsNoneIsRefused(plain: [UInt8], reason: PSKCRejectReason) throws {
        var file = EncryptedSample()
        file.sample.keyAttributes = #"Id="k" Algorithm="HOTP""#
        file.sample.data = "<Counter>\(try file.encrypted(plain))</Counter>"
        #expect(try file.outcome().reasons == [reason])
    }

    @Test func aTamperedCounterIsRefusedThoughTheSecretIsWhole() throws {
        var file = EncryptedSample()
        file.sample.keyAttributes = #"Id="k" Algorithm="HOTP""#
        var other = file
        other.flippedCipherByte = 3
        file.sample.data = "<Counter>\(try other.encrypted([UInt8]("7".utf8)))</Counter>"
        #expect(try file.outcome().reasons == [.macMismatch])
    }

    @Test(
        arguments: [
            (
                "<IterationCount>1000</IterationCount>", "<IterationCount>0</IterationCount>",
                .outOfRange(element: "IterationCount")
            ),
            (
                "<IterationCount>1000</IterationCount>", "<IterationCount>4000000000</IterationCount>",
                .outOfRange(element: "IterationCount")
            ),
            ("<IterationCount>1000</IterationCount>", "", .incompleteKeyDerivation),
            ("Ej7/PEpyEpw=", "", .incompleteKeyDerivation), ("Ej7/PEpyEpw=", "?", .incompleteKeyDerivation),
            ("<KeyLength>16</KeyLength>", "<KeyLength>65</KeyLength>", .outOfRange(element: "KeyLength")),
            ("<PRF/>", #"<PRF Algorithm="md5"/>"#, .unsupportedKeyDerivation("md5")),
            ("<PRF/>", "<PRF>md5</PRF>", .unsupportedKeyDerivation("md5")),
            (
                "pkcs-5v2-0#pbkdf2", "scrypt",
                .unsupportedKeyDerivation("http://www.rsasecurity.com/rsalabs/pkcs/schemas/scrypt")
            ),
        ] as [(String, String, PSKCRejectReason)]
    )
    func aKeyDerivationThatIsIncompleteIsRefused(part: String, replacement: String, reason: PSKCRejectReason) {
        let text = RFC6030Figures.figure7.replacing(part, with: replacement)
        #expect(ReadOutcome(of: text, key: .password("qwerty")).reasons == [reason])
    }

    @Test("a key that takes more computing than allowed is not derived", arguments: [(999, true), (1000, false)])
    func derivationLimit(_ limit: Int, _ isRefused: Bool) {
        var options = PSKCReaderOptions()
        options.derivationLimit = limit
        let outcome = ReadOutcome(of: RFC6030Figures.figure7, options: options, key: .password("qwerty"))
        #expect(outcome.reasons == (isRefused ? [.derivationTooLong] : []))
    }

    @Test func withoutAKeyLengthTheCipherDecides() {
        let text = RFC6030Figures.figure7.replacing("<KeyLength>16</KeyLength>", with: "")
        #expect(ReadOutcome(of: text, key: .password("qwerty")).keys.map(\.secret) == [SampleContainer.secret])
    }

    @Test(arguments: [16, 24, 32], HashFunction.allCases)
    func whatTheWriterEncryptsIsReadBack(keyByteCount: Int, hash: HashFunction) throws {
        let keyHex = String(EncryptedSample.keyHex.prefix(2 * keyByteCount))
        guard let key = SecretBytes(hex: keyHex.utf8.span) else {
            Issue.record("the key is not hexadecimal")
            return
        }
        let encryption = try ContainerEncryption(key: key, keyName: "bench", hash: hash)
        let writer = PSKCWriter(encryption: encryption)
        let serialNumber = try SerialNumber("8470000001")
        let properties = KeyProperties(serialNumber: serialNumber, algorithm: .hotp(.sha1, digits: 6, counter: 3))
        let secret = SampleContainer.secret
        let file = writer.start() + (try writer.keyPackage(properties, secret: secret.span)) + writer.end()
        #expect(!String(decoding: file, as: UTF8.self).contains(base64(secret)))
        let outcome = ReadOutcome(of: file, key: .preShared(keyHex))
        #expect(outcome.error == nil)
        #expect(outcome.keys == [ReadOutcome.Key(properties: properties, secret: secret)])
        guard case .keyRequired(.preShared(names: ["bench"]), _) = ReadOutcome(of: file).error else {
            Issue.record("the file did not ask for its key")
            return
        }
    }
}

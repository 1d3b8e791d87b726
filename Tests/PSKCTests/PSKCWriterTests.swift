import OTPCore
import PSKC
import Testing

@Suite struct PSKCWriterTests {
    private func file(_ keys: [ReadOutcome.Key], containerID: String? = nil) throws -> [UInt8] {
        let writer = PSKCWriter(containerID: containerID)
        var file = writer.start()
        for key in keys { file += try writer.keyPackage(key.properties, secret: key.secret.span) }
        return file + writer.end()
    }

    private func key(_ algorithm: KeyAlgorithm) throws -> ReadOutcome.Key {
        let serialNumber = try SerialNumber("8470000001")
        return ReadOutcome.Key(
            properties: KeyProperties(serialNumber: serialNumber, algorithm: algorithm),
            secret: SampleContainer.secret
        )
    }

    @Test func aCodeDisplayOfTheBenchIsWrittenAsMakersDo() throws {
        var key = try self.key(.totp(.sha1, digits: 6, clock: KeyClock(timeStep: 30)))
        key.properties.manufacturer = "mitid-tokens"
        key.properties.model = "code-display"
        #expect(
            String(decoding: try self.file([key], containerID: "bench"), as: UTF8.self) == """
                <?xml version="1.0" encoding="UTF-8"?>
                <KeyContainer Version="1.0" Id="bench" xmlns="urn:ietf:params:xml:ns:keyprov:pskc">
                  <KeyPackage>
                    <DeviceInfo>
                      <Manufacturer>mitid-tokens</Manufacturer>
                      <SerialNo>8470000001</SerialNo>
                      <Model>code-display</Model>
                    </DeviceInfo>
                    <Key Id="8470000001" Algorithm="urn:ietf:params:xml:ns:keyprov:pskc:totp">
                      <AlgorithmParameters>
                        <Suite>HMAC-SHA1</Suite>
                        <ResponseFormat Length="6" Encoding="DECIMAL"/>
                      </AlgorithmParameters>
                      <Data>
                        <Secret>
                          <PlainValue>MTIzNDU2Nzg5MDEyMzQ1Njc4OTA=</PlainValue>
                        </Secret>
                        <Time>
                          <PlainValue>0</PlainValue>
                        </Time>
                        <TimeInterval>
                          <PlainValue>30</PlainValue>
                        </TimeInterval>
                      </Data>
                    </Key>
                  </KeyPackage>
                </KeyContainer>

                """
        )
    }

    @Test func anEmptyContainerIsAContainer() throws {
        #expect(ReadOutcome(of: try self.file([])) == ReadOutcome(of: SampleContainer.empty))
    }

    @Test func whatCannotBeReadBackIsNotWritten() throws {
        let writer = PSKCWriter()
        let good = try self.key(.hotp(.sha1, digits: 6, counter: 0))
        let short = try self.key(.hotp(.sha1, digits: 5, counter: 0))
        let none: [UInt8] = []
        let long = [UInt8](repeating: 0, count: 129)
        #expect(throws: PSKCWriterError.digits(5)) {
            try writer.keyPackage(short.properties, secret: short.secret.span)
        }
        #expect(throws: PSKCWriterError.secretLength(0)) { try writer.keyPackage(good.properties, secret: none.span) }
        #expect(throws: PSKCWriterError.secretLength(129)) { try writer.keyPackage(good.properties, secret: long.span) }
    }

    /// Whatever can be said of keys is read back as it was written.
    @Test(arguments: UInt64(0)..<60)
    func everyKeyComesBack(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var keys: [ReadOutcome.Key] = []
        for _ in 0..<Int.random(in: 0...5, using: &random) { keys.append(try Self.randomKey(&random)) }
        let outcome = ReadOutcome(of: try self.file(keys), pieces: Int.random(in: 1...500, using: &random))
        #expect(outcome.error == nil)
        #expect(outcome.rejects == [])
        #expect(outcome.keys == keys)
    }

    private static func randomKey(_ random: inout SeededGenerator) throws -> ReadOutcome.Key {
        let serialNumber = try SerialNumber(String(UInt64.random(in: 0 ... .max, using: &random)))
        let hash = HashAlgorithm.allCases.randomElement(using: &random) ?? .sha1
        let digits = Int.random(in: 6...10, using: &random)
        let counter = UInt64.random(in: 0 ... .max, using: &random)
        let clock = KeyClock(
            timeStep: .random(in: 1 ... .max, using: &random),
            stepsPassed: .random(in: 0 ... .max, using: &random),
            drift: .random(in: .min ... .max, using: &random)
        )
        let algorithms: [KeyAlgorithm] = [
            .hotp(hash, digits: digits, counter: counter), .totp(hash, digits: digits, clock: clock), .pin,
            .ocra(suite: "OCRA-1:HOTP-SHA256-8:C-QN08", counter: counter),
            .ocra(suite: "OCRA-1:HOTP-SHA1-6:QN08", counter: nil),
        ]
        var key = KeyProperties(
            serialNumber: serialNumber,
            keyID: Self.text(&random) ?? "k",
            algorithm: algorithms.randomElement(using: &random) ?? .pin
        )
        key.manufacturer = Self.text(&random)
        key.model = Self.text(&random)
        key.issueNumber = Self.text(&random)
        key.deviceBinding = Self.text(&random)
        key.deviceUserID = Self.text(&random)
        key.deviceStartDate = Self.date(&random)
        key.deviceExpiryDate = Self.date(&random)
        key.cryptoModuleID = Self.text(&random)
        key.issuer = Self.text(&random)
        key.keyProfileID = Self.text(&random)
        key.keyReference = Self.text(&random)
        for language in ["en", nil, "da-DK"] {
            if let name = Self.text(&random) { key.friendlyNames.append(FriendlyName(name, language: language)) }
        }
        Self.addFormats(to: &key, &random)
        key.keyUserID = Self.text(&random)
        if Bool.random(using: &random) {
            var pin = PINPolicy()
            pin.keyID = Self.text(&random)
            pin.usageMode = Self.text(&random)
            pin.maximumFailedAttempts = .random(in: 0 ... .max, using: &random)
            pin.minimumLength = .random(in: 0 ... .max, using: &random)
            key.policy = KeyPolicy(
                startDate: Self.date(&random),
                expiryDate: Self.date(&random),
                pin: Bool.random(using: &random) ? pin : nil,
                usages: Bool.random(using: &random) ? ["OTP", "CR"] : [],
                numberOfTransactions: .random(in: 0 ... .max, using: &random)
            )
        }
        var secret = [UInt8](repeating: 0, count: .random(in: 10...128, using: &random))
        for index in secret.indices { secret[index] = .random(in: 0...255, using: &random) }
        return ReadOutcome.Key(properties: key, secret: secret)
    }

    private static func addFormats(to key: inout KeyProperties, _ random: inout SeededGenerator) {
        if Bool.random(using: &random) {
            var format = ChallengeFormat()
            format.encoding = "ALPHANUMERIC"
            format.minimumLength = .random(in: 0 ... .max, using: &random)
            format.maximumLength = .random(in: 0 ... .max, using: &random)
            format.hasCheckDigit = .random(using: &random)
            key.challengeFormat = format
        }
        switch key.algorithm {
        case .totp:
            key.unusedData.counter = .random(in: 0 ... .max, using: &random)
            return
        case .hotp:
            break
        case .ocra, .pin:
            var format = ResponseFormat()
            format.encoding = "HEXADECIMAL"
            format.length = .random(in: 0 ... .max, using: &random)
            format.hasCheckDigit = .random(using: &random)
            key.responseFormat = format
        }
        key.unusedData.stepsPassed = .random(in: 0 ... .max, using: &random)
        key.unusedData.timeStep = .random(in: 0 ... .max, using: &random)
        key.unusedData.drift = .random(in: .min ... .max, using: &random)
    }

    /// Text that XML would change if it were not escaped, or nothing.
    private static func text(_ random: inout SeededGenerator) -> String? {
        let pieces = ["<", "&", "]]>", "\"", "'", "\t", "\n", "\r", "a  b", "&amp;", "\u{E6}\u{F8}\u{E5}", "\u{1F511}"]
        guard Bool.random(using: &random) else { return nil }
        // White space at the ends is not part of a value in a container.
        var text = "x"
        for _ in 0..<Int.random(in: 0...6, using: &random) { text += pieces.randomElement(using: &random) ?? "" }
        return text + "y"
    }

    private static func date(_ random: inout SeededGenerator) -> ContainerDate? {
        ContainerDate(unixMilliseconds: .random(in: -200_000_000_000_000...300_000_000_000_000, using: &random))
    }
}

import OTPCore
import PSKC
import Testing

/// Containers as the drafts before RFC 6030 had them: other names for the same things.
struct DraftContainerTests {
    private static let secret = "<Secret><PlainValue>\n MTIzNDU2Nzg5MDEyMzQ1Njc4OTA=\n </PlainValue></Secret>"

    private static func container(
        namespace: String = "urn:ietf:params:xml:ns:keyprov:pskc:1.0",
        version: String = "1.0",
        head: String = "",
        algorithm: String = "urn:ietf:params:xml:ns:keyprov:pskc#totp",
        usage: String = "<Usage OTP=\"true\"><ResponseFormat Length=\"8\" Format=\"DECIMAL\"/></Usage>",
        data: String
    ) -> String {
        """
        <KeyContainer Version="\(version)" xmlns="\(namespace)">\(head)<Device><DeviceInfo><SerialNo>987654323</SerialNo>\
        </DeviceInfo><Key KeyAlgorithm="\(algorithm)" KeyId="17">\(usage)<Data>\(data)</Data></Key></Device></KeyContainer>
        """
    }

    @Test func theNamesOfTheAlgorithmProfilesAreRead() throws {
        let data =
            Self.secret
            + "<Time><PlainValue>0</PlainValue></Time><TimeInterval><PlainValue>60</PlainValue></TimeInterval>"
            + "<TimeDrift><PlainValue>4</PlainValue></TimeDrift>"
        let outcome = ReadOutcome(of: Self.container(data: data))
        #expect(outcome.error == nil && outcome.rejects.isEmpty)
        let key = try #require(outcome.keys.first)
        #expect(key.secret == [UInt8]("12345678901234567890".utf8))
        #expect(key.properties.keyID == "17")
        #expect(key.properties.algorithm == .totp(.sha1, digits: 8, clock: KeyClock(timeStep: 60, drift: 4)))
        #expect(key.properties.policy?.usages == ["OTP"])
    }

    @Test func theNamesOfTheLaterDraftsAreRead() throws {
        let outcome = ReadOutcome(
            of: Self.container(
                namespace: "urn:ietf:params:xml:ns:keyprov:pskc",
                version: "1",
                algorithm: "urn:ietf:params:xml:ns:keyprov:pskc#hotp",
                usage:
                    "<Usage><ResponseFormat Length=\"8\" Encoding=\"DECIMAL\"/></Usage><ExpiryDate>2010-09-30T00:00:00Z"
                    + "</ExpiryDate>",
                data: Self.secret + "<Counter><PlainValue>7</PlainValue></Counter>"
            )
        )
        let key = try #require(outcome.keys.first?.properties)
        #expect(key.algorithm == .hotp(.sha1, digits: 8, counter: 7))
        #expect(key.policy?.expiryDate == ContainerDate(parsing: "2010-09-30T00:00:00"))
    }

    @Test func aUseThatIsNotForCodesIsRefused() {
        let usage = "<Usage Encrypt=\"true\"><ResponseFormat Length=\"8\" Format=\"DECIMAL\"/></Usage>"
        let outcome = ReadOutcome(of: Self.container(usage: usage, data: Self.secret))
        #expect(outcome.reasons == [.usageNotPermitted(["Encrypt"])])
    }

    /// The cipher text of draft-ietf-keyprov-pskc-02, figure 4, with a MAC over it under the same key.
    @Test func aMACThatIsNamedByATextIsChecked() {
        let value = "pgznhXdDh4LJ2G3mOY2RL/e5cN9M3qjkBZJEE4w+NvVr64LbzkwRh9WHLAIkjXcW"
        func outcome(_ code: String) -> ReadOutcome {
            let encrypted =
                "<Secret><EncryptedValue><x:EncryptionMethod xmlns:x=\"http://www.w3.org/2001/04/xmlenc#\" "
                + "Algorithm=\"http://www.w3.org/2001/04/xmlenc#aes128-cbc\"/>"
                + "<x:CipherData xmlns:x=\"http://www.w3.org/2001/04/xmlenc#\"><x:CipherValue>\(value)</x:CipherValue>"
                + "</x:CipherData></EncryptedValue><ValueMAC>\(code)</ValueMAC></Secret>"
            let head = "<MACAlgorithm> http://www.w3.org/2000/09/xmldsig#hmac-sha1 </MACAlgorithm>"
            return ReadOutcome(
                of: Self.container(head: head, data: encrypted),
                key: .preShared("12345678901234567890123456789012")
            )
        }
        #expect(outcome("89DHkExIFRKYOGLMAHGNXSzhJnE=").keys.map(\.secret) == [[UInt8]("12345678901234567890".utf8)])
        #expect(outcome("B9DHkExIFRKYOGLMAHGNXSzhJnE=").reasons == [.macMismatch])
    }
}

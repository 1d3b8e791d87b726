import FIDOClient
import FIDOMessages
import ISO7816

/// The client's parsers: responses of any content to every call.
enum ClientFuzzing {
    private static let hash = [UInt8](repeating: 1, count: 32)

    static func run(_ input: [UInt8]) {
        var reader = InputReader(input)
        let choice = reader.number(below: 10)
        let payload = reader.bytesToEnd()
        switch choice {
        case 0: self.info(payload)
        case 1: self.make(payload)
        case 2: self.get(payload)
        case 3: _ = try? ClientPINCall.pinRetries().answer(parsing: payload)
        case 4: _ = try? CredentialManagementCall.metadata.answer(parsing: payload)
        case 5: _ = try? LargeBlobsCall.read(100, at: 0).answer(parsing: payload)
        case 6: self.authenticatorData(payload)
        case 7: self.register(payload)
        case 8: self.authenticate(payload)
        default: self.acquire(payload)
        }
    }

    private static func info(_ payload: [UInt8]) {
        guard let info = try? GetInfoCall().answer(parsing: payload) else { return }
        hold(info.aaguid.count == 16 || info.aaguid.isEmpty, "an AAGUID has 16 bytes")
        hold(info.aaguid.count == 16 || !info.departures.isEmpty, "what is missing is named")
    }

    private static func make(_ payload: [UInt8]) {
        let call = MakeCredentialCall(clientDataHash: self.hash, rpID: "a.example", user: UserEntity(id: [1]))
        guard let made = try? call.answer(parsing: payload) else { return }
        hold((try? CTAP2Response(parsing: [0] + made.attestationObject)) != nil, "an attestation object is a map")
        self.check(made.authenticatorData)
    }

    private static func get(_ payload: [UInt8]) {
        guard let assertion = try? GetNextAssertionCall().answer(parsing: payload) else { return }
        self.check(assertion.authenticatorData)
    }

    private static func authenticatorData(_ bytes: [UInt8]) {
        guard let data = try? AuthenticatorDataView(parsing: bytes) else { return }
        hold(data.bytes == bytes, "authenticator data are kept as they came")
        self.check(data)
    }

    private static func check(_ data: AuthenticatorDataView) {
        var byteCount = 37 + (data.extensions?.count ?? 0)
        if let credential = data.attestedCredential {
            byteCount += 18 + credential.id.count + credential.publicKey.count
        }
        hold(byteCount == data.bytes.count, "every byte belongs to a part")
    }

    private static func register(_ data: [UInt8]) {
        let call = U2FRegisterCall(challengeParameter: self.hash, applicationParameter: self.hash)
        guard let registration = try? call.answer(parsing: data) else { return }
        let parts = [registration.publicKey, registration.keyHandle, registration.certificate, registration.signature]
        hold(parts.reduce(3) { $0 + $1.count } + 2 == data.count, "every byte belongs to a part")
        hold((try? registration.credential(rpIDHash: self.hash)) != nil, "a registration is a credential")
    }

    private static func authenticate(_ data: [UInt8]) {
        let call = U2FAuthenticateCall(
            challengeParameter: self.hash,
            applicationParameter: self.hash,
            keyHandle: [1],
            control: .checkOnly
        )
        guard let answer = try? call?.answer(parsing: data) else { return }
        hold((try? answer.assertion(of: [1], rpIDHash: self.hash)) != nil, "an authentication is an assertion")
    }

    /// Two responses, split by the first byte.
    private static func acquire(_ input: [UInt8]) {
        var reader = InputReader(input)
        var environment = FuzzEnvironment()
        let pin: [UInt8] = [0x31, 0x32, 0x33, 0x34]
        let pinProtocol: PINProtocol = reader.flag() ? .one : .two
        var acquisition = PINTokenAcquisition(
            pin: pin.span,
            pinProtocol,
            permissions: reader.flag() ? .getAssertion : nil,
            rpID: "a.example",
            environment
        )
        let first = reader.bytes(reader.number(below: 256))
        guard case .send = acquisition.responseReceived(first, &environment) else { return }
        _ = acquisition.responseReceived(reader.bytesToEnd(), &environment)
    }
}

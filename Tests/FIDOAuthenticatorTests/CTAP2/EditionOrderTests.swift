import CanonicalCBOR
import FIDOAuthenticator
import FIDOMessages
import Testing

/// Which of several faults CTAP 2.0 and CTAP 2.1 find first; the clauses are beside `CTAP2Rules`.
@Suite("The order of checks of CTAP 2.0 and CTAP 2.1")
struct EditionOrderTests {
    /// Faults of a makeCredential, and the status that CTAP 2.0 and CTAP 2.1 have for each.
    private enum MakeFault: CaseIterable {
        case excluded
        case algorithm
        case option
        case pinProtocol
        case token

        /// The place of its check in an edition.
        func place(_ edition: CTAP2Level) -> Int {
            switch (self, edition) {
            case (.excluded, .ctap20): 1
            case (.algorithm, .ctap20): 2
            case (.option, .ctap20): 3
            case (.pinProtocol, .ctap20): 4
            case (.token, .ctap20): 5
            case (.pinProtocol, .ctap21): 1
            case (.algorithm, .ctap21): 2
            case (.option, .ctap21): 3
            case (.token, .ctap21): 4
            case (.excluded, .ctap21): 5
            }
        }

        func status(_ edition: CTAP2Level) -> CTAP2StatusCode {
            switch self {
            case .excluded: .credentialExcluded
            case .algorithm: .unsupportedAlgorithm
            case .option: .invalidOption
            case .pinProtocol: edition == .ctap20 ? .pinAuthInvalid : .invalidParameter
            case .token: .pinAuthInvalid
            }
        }

        func spoil(_ request: inout Request, excluding id: [UInt8]) {
            switch self {
            case .excluded: request[5] = .descriptors([id])
            case .algorithm: request[4] = .algorithms([-999])
            case .option: request.setOption("up", false)
            case .pinProtocol: request[9] = .number(7)
            case .token: request[8] = .bytes([UInt8](repeating: 7, count: 16))
            }
        }
    }

    @Test("of two faults of a makeCredential the edition's first one is told", arguments: [CTAP2Level.ctap20, .ctap21])
    func makeCredentialOrder(edition: CTAP2Level) throws {
        for first in MakeFault.allCases {
            for second in MakeFault.allCases where first.place(edition) < second.place(edition) {
                var platform = try Editions.platform(edition)
                let known = try platform.register()
                try platform.setPIN("1234", 1)
                var request = try platform.token("1234", nil, rpID: nil, 1).authorize(.makeCredential())
                for fault in [first, second] { fault.spoil(&request, excluding: known.id) }
                #expect(platform.status(request.message) == first.status(edition), "\(first) and \(second)")
            }
        }
    }

    @Test("an excluded credential is told before the PIN is asked for")
    func excludedBeforePIN() throws {
        let found = try Editions.statuses { platform in
            let known = try platform.register(.makeCredential(isDiscoverable: true))
            try platform.setPIN("1234", 1)
            var request = Request.makeCredential(isDiscoverable: true)
            request[5] = .descriptors([known.id])
            return platform.status(request.message)
        }
        #expect(found == [.credentialExcluded, .pinRequired])
    }

    @Test("getAssertion: an option or the token first")
    func tokenOrOption() throws {
        let found = try Editions.statuses { platform in
            var request = try Editions.request(0x02, &platform)
            try platform.setPIN("1234", 1)
            request.setOption("rk", true)
            request[6] = .bytes([UInt8](repeating: 7, count: 16))
            request[7] = .number(1)
            return platform.status(request.message)
        }
        #expect(found == [.pinAuthInvalid, .unsupportedOption])
    }

    @Test("getAssertion: an extension's fault or the missing credential first")
    func extensionOrCredential() throws {
        let found = try Editions.statuses { platform in
            let session = try PINSession(1, with: &platform)
            var request = Request.getAssertion(allowing: [[1, 2, 3]])
            let salts = [UInt8](repeating: 1, count: 33)
            let input = try session.hmacSecret(salts: salts + [UInt8](repeating: 0, count: 15))
            request.setExtensions { $0.add("hmac-secret") { $0.item(encoded: input.encoded[...]) } }
            return platform.status(request.message)
        }
        #expect(found == [.invalidLength, .noCredentials])
    }

    @Test("a zero-length pinAuth waits for a touch; CTAP 2.0 looks at the options before")
    func probe() throws {
        for command: UInt8 in [0x01, 0x02] {
            let found = try Editions.statuses { platform in
                var request = try Editions.request(command, &platform)
                request[command == 0x01 ? 8 : 6] = .bytes([])
                request[command == 0x01 ? 9 : 7] = .number(1)
                #expect(platform.begin(request.message) == .awaitUserPresence)
                return CTAP2StatusCode(rawValue: platform.settle(platform.touch())[0])
            }
            #expect(found == [.pinNotSet, .pinNotSet])
        }
        let unsupported = try Editions.statuses { platform in
            var request = Request.makeCredential()
            request[8] = .bytes([])
            request[9] = .number(1)
            request.setOption("uv", true)
            return platform.status(request.message)
        }
        #expect(unsupported == [.unsupportedOption, .pinNotSet])
    }

    @Test("CTAP 2.0 asks the user before it says that it has no credential")
    func userFirst() throws {
        var platform = try Editions.platform(.ctap20)
        let request = Request.getAssertion(allowing: [[1, 2, 3]])
        #expect(platform.begin(request.message) == .awaitUserPresence)
        #expect(platform.touch() == .reply([CTAP2StatusCode.noCredentials.rawValue]))
        #expect(platform.begin(request.message) == .awaitUserPresence)
        #expect(platform.refuse() == .reply([CTAP2StatusCode.operationDenied.rawValue]))
        #expect(platform.begin(request.message) == .awaitUserPresence)
        platform.pass(milliseconds: 30_000)
        #expect(platform.wake() == .reply([CTAP2StatusCode.operationDenied.rawValue]))
        #expect(platform.begin(request.message) == .awaitUserPresence)
        #expect(platform.cancel() == .reply([CTAP2StatusCode.keepaliveCancel.rawValue]))
        // Who asks without a touch is told at once: platforms sort a long list so.
        var silent = request
        silent.setOption("up", false)
        #expect(platform.begin(silent.message) == .reply([CTAP2StatusCode.noCredentials.rawValue]))
    }

    @Test("whether the user is asked first is a value of the profile")
    func userFirstByProfile() throws {
        var profile = AuthenticatorProfile.full
        #expect(!profile.asksUserFirst)
        profile.asksUserFirst = true
        var platform = try Platform(profile)
        #expect(platform.begin(Request.getAssertion().message) == .awaitUserPresence)
        #expect(platform.touch() == .reply([CTAP2StatusCode.noCredentials.rawValue]))
    }
}

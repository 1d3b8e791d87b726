import Activation
import OTPCore
import Testing

@Suite("Whether a password must be compared") struct PasswordNeedTests {
    private func request(_ code: Code, at steps: Int64 = 0) throws -> ActivationRequest {
        ActivationRequest(
            userID: try UserID("anna"),
            serialNumber: try SerialNumber("0001"),
            presented: PresentedCode(code, at: Desk.time(stepsFromNoon: steps))
        )
    }

    @Test("it decides for a holder who is not blocked, and for a user ID nobody has")
    func comparison() throws {
        let desk = try Desk.display()
        let request = try self.request(try Desk.wrongCode())
        #expect(desk.dossier.passwordNeed(of: request, rules: desk.rules, key: Desk.key) == .comparison)
        let empty = Dossier(desk.dossier.subject, token: nil, holder: nil, held: [])
        #expect(empty.passwordNeed(of: request, rules: desk.rules, key: .decoy) == .comparison)
        #expect(empty.passwordNeed(ofChipRequestAt: Desk.noon, desk.rules) == .comparison)
    }

    @Test("it does not for a holder who is blocked, unless the code shows the device")
    func holder() throws {
        var desk = try Desk.display()
        for _ in 0..<5 { _ = try desk.activate(try Desk.wrongCode(), passwordIsRight: false) }
        let wrong = try self.request(try Desk.wrongCode())
        let right = try self.request(try Desk.code(stepsFromNoon: 0))
        #expect(desk.dossier.passwordNeed(of: wrong, rules: desk.rules, key: Desk.key) == .holderThrottled)
        #expect(desk.dossier.passwordNeed(of: right, rules: desk.rules, key: Desk.key) == .comparison)
        #expect(desk.dossier.passwordNeed(ofChipRequestAt: Desk.noon, desk.rules) == .holderThrottled)
        let later = try self.request(try Desk.wrongCode(), at: 10)
        #expect(desk.dossier.passwordNeed(of: later, rules: desk.rules, key: Desk.key) == .comparison)
    }

    @Test("it does not for a caller who is throttled, and the decision is the one without it")
    func caller() throws {
        var caller = CallerRecord(id: CallerID("portal"))
        for _ in 0..<20 {
            var guess = Dossier(
                .activation(try SerialNumber("0002"), try UserID("nobody")),
                token: nil,
                holder: nil,
                held: [],
                caller: caller
            )
            let request = try self.request(try Desk.wrongCode())
            #expect(
                guess.activate(request, passwordIsRight: false, rules: .standard, key: .decoy)
                    == .refused(.unknownHolder)
            )
            caller = try #require(guess.caller)
        }
        var desk = try Desk.display()
        desk.name(desk.dossier.subject, caller: caller)
        let request = try self.request(try Desk.code(stepsFromNoon: 0))
        #expect(desk.dossier.passwordNeed(of: request, rules: desk.rules, key: Desk.key) == .callerThrottled)
        let before = desk.dossier
        guard case .refused(.callerThrottled) = try desk.activate(try Desk.code(stepsFromNoon: 0)) else {
            Issue.record("a throttled caller is refused")
            return
        }
        #expect(desk.dossier.holder == before.holder)
        #expect(desk.dossier.token == before.token)
    }

    @Test("whatever was found to make no difference makes none", arguments: [true, false])
    func agreement(passwordIsRight: Bool) throws {
        var random = SplitMix(seed: 7)
        for _ in 0..<200 {
            var desk = try Desk.display()
            for _ in 0..<Int.random(in: 0...8, using: &random) {
                let code = Bool.random(using: &random) ? try Desk.code(stepsFromNoon: 0) : try Desk.wrongCode()
                _ = try desk.activate(code, passwordIsRight: false)
            }
            let code = Bool.random(using: &random) ? try Desk.code(stepsFromNoon: 0) : try Desk.wrongCode()
            let request = try self.request(code)
            let need = desk.dossier.passwordNeed(of: request, rules: desk.rules, key: Desk.key)
            let before = desk.dossier
            let decision = try desk.activate(code, passwordIsRight: passwordIsRight)
            #expect((decision == .refused(.holderThrottled)) == (need == .holderThrottled))
            if need != .comparison { #expect(desk.dossier.holder == before.holder) }
        }
    }
}

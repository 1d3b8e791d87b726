import Activation
import OTPCore
import Testing

@Suite("Who tries to activate too often")
struct ActivationThrottlingTests {
    @Test func aboutPasswordsIsHeldUpWithoutBeingTold() throws {
        var desk = try Desk.display()
        let wrong = try Desk.wrongCode()
        for _ in 0..<5 { #expect(try desk.activate(wrong, passwordIsRight: false) == .refused(.wrongPassword)) }
        let decision = try desk.activate(wrong, passwordIsRight: true)
        #expect(decision == .refused(.holderThrottled))
        #expect(decision.answer == .refused)
        // Who has a device in hand that makes the right code is not held up by who has none.
        #expect(try desk.activate(try Desk.code(stepsFromNoon: 0)).isActivated)
    }

    @Test func aboutPasswordsWithADeviceIsHeldUpToo() throws {
        var desk = try Desk.display()
        let code = try Desk.code(stepsFromNoon: 0)
        for _ in 0..<5 { #expect(try desk.activate(code, passwordIsRight: false) == .refused(.wrongPassword)) }
        #expect(try desk.activate(code) == .refused(.holderThrottled))
        #expect(try desk.activate(try Desk.code(stepsFromNoon: 10), at: 10).isActivated)
    }

    @Test func countsPasswordsAndCodesApart() throws {
        var desk = try Desk.display()
        let wrong = try Desk.wrongCode()
        for _ in 0..<2 {
            #expect(try desk.activate(wrong, passwordIsRight: false) == .refused(.wrongPassword))
            #expect(try desk.activate(wrong) == .refused(.wrongCode))
        }
        let attempts = try #require(desk.dossier.holder?.attempts)
        // The right password ended the row of wrong ones.
        #expect((attempts.passwords.wrong, attempts.activations.wrong) == (0, 2))
        #expect(try desk.activate(wrong, passwordIsRight: false) == .refused(.wrongPassword))
        #expect(desk.dossier.holder?.attempts.passwords.wrong == 1)
        #expect(desk.dossier.holder?.attempts.activations.wrong == 2)
        #expect(desk.token?.attempts.activations.wrong == 2)
        #expect(desk.token?.attempts.codes == AttemptCount())
    }

    @Test func isHeldUpWhateverTheSerialNumbers() throws {
        let desk = try Desk.display()
        var holder = desk.dossier.holder
        let presented = PresentedCode(try Desk.code(stepsFromNoon: 0), at: Desk.noon)
        for number in 1...5 {
            let request = ActivationRequest(
                userID: try UserID("anna"),
                serialNumber: try SerialNumber("unknown-\(number)"),
                presented: presented
            )
            var dossier = Dossier(
                .activation(request.serialNumber, request.userID),
                token: nil,
                holder: holder,
                held: []
            )
            let decision = dossier.activate(request, passwordIsRight: true, rules: .standard, key: .decoy)
            #expect(decision == .refused(.unknownSerialNumber))
            holder = dossier.holder
        }
        var last = desk
        last.dossier = Dossier(desk.dossier.subject, token: desk.token, holder: holder, held: [])
        #expect(try last.activate(presented.code) == .refused(.holderThrottled))
        #expect(try last.activate(try Desk.code(stepsFromNoon: 10), at: 10).isActivated)
    }

    @Test func isHeldUpWhateverTheHolders() throws {
        var token = try Desk.display().token
        for person in 0..<11 {
            let holder = HolderRecord(
                userID: try UserID("person-\(person)"),
                password: StoredPassword(encoded: "-"),
                createdAt: Desk.noon
            )
            let request = ActivationRequest(
                userID: holder.userID,
                serialNumber: try SerialNumber("0001"),
                presented: PresentedCode(try Desk.wrongCode(), at: Desk.noon)
            )
            let subject = Dossier.Subject.activation(request.serialNumber, holder.userID)
            var dossier = Dossier(subject, token: token, holder: holder, held: [])
            let decision = dossier.activate(request, passwordIsRight: true, rules: .standard, key: Desk.key)
            #expect(decision == .refused(person < 10 ? .wrongCode : .deviceThrottled))
            token = dossier.token
        }
    }

    @Test func mayRepeatARequestWhoseAnswerWasLost() throws {
        var desk = try Desk.display()
        let code = try Desk.code(stepsFromNoon: 0)
        #expect(try desk.activate(code).isActivated)
        for _ in 0..<10 { #expect(try desk.activate(code) == .refused(.taken)) }
        #expect(desk.dossier.holder?.attempts == HolderAttempts())
    }
}

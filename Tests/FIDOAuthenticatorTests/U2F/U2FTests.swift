import CTAPHID
import FIDOAuthenticator
import ISO7816
import Testing

/// U2F v1.2 over USB, with real keys: what a relying party can check is checked.
struct U2FTests {
    private let version = CommandAPDU(cla: 0, ins: 3, p1: 0, p2: 0, expectedLength: 65_536, isExtended: true)

    @Test func itTellsItsVersion() throws {
        var chip = try PluggedChip(.u2fOnly)
        let channel = try chip.plugIn()
        #expect(try chip.u2f(self.version, on: channel) == ResponseAPDU(data: Array("U2F_V2".utf8), .success))
    }

    @Test func theEmptyVersionOfHostsInTheFieldIsTaken() throws {
        var chip = try PluggedChip(.u2fOnly)
        let channel = try chip.plugIn()
        try chip.send(.msg, [0, 3, 0, 0, 0, 0, 0, 0, 0], on: channel)
        let answer = try #require(chip.takeEffects().last?.message)
        #expect(answer.payload == Array("U2F_V2".utf8) + [0x90, 0x00])
    }

    @Test func itRegistersAndAuthenticatesOncePerTouch() throws {
        var chip = try PluggedChip(.u2fOnly)
        let channel = try chip.plugIn()
        #expect(try chip.u2f(U2FRegistration.command(), on: channel).statusWord == .conditionsNotSatisfied)
        chip.touch()
        let registration = try U2FRegistration(try chip.u2f(U2FRegistration.command(), on: channel))
        #expect(registration.isAttested)
        for turn: UInt32 in 1...3 {
            let command = registration.authentication()
            #expect(try chip.u2f(command, on: channel).statusWord == .conditionsNotSatisfied)
            chip.touch()
            let (userPresence, counter) = try registration.checked(try chip.u2f(command, on: channel))
            #expect(userPresence == 1)
            #expect(counter == turn)
            #expect(chip.stored.signatureCounter == turn)
        }
    }

    @Test func aHostIsToldToWaitForATouchAndNothingElse() throws {
        var chip = try PluggedChip(.u2fOnly)
        let channel = try chip.plugIn()
        try chip.send(.msg, try U2FRegistration.command().bytes(), on: channel)
        let refusal = try Message(channel: channel, command: .msg, payload: [0x69, 0x85])
        #expect(chip.takeEffects() == [.awaitUserPresence, .send(refusal)])
        chip.pass(milliseconds: 60_000)
        #expect(chip.takeEffects() == [])
    }

    @Test func aTouchCountsForAShortTime() throws {
        var chip = try PluggedChip(.u2fOnly)
        let channel = try chip.plugIn()
        chip.touch()
        chip.pass(milliseconds: AuthenticatorProfile.u2fOnly.touchLifetime)
        #expect(try chip.u2f(U2FRegistration.command(), on: channel).statusWord == .conditionsNotSatisfied)
    }

    @Test func checkOnlyTellsWhoseAKeyHandleIsAndSignsNothing() throws {
        var (chip, channel, registration) = try self.registered()
        chip.touch()
        try chip.send(.msg, try registration.authentication(control: 7).bytes(), on: channel)
        let refusal = try Message(channel: channel, command: .msg, payload: [0x69, 0x85])
        #expect(chip.takeEffects() == [.send(refusal)])
        let elsewhere = registration.authentication(
            control: 7,
            application: [UInt8](repeating: 1, count: 32)
        )
        #expect(try chip.u2f(elsewhere, on: channel).statusWord == .wrongData)
        #expect(chip.stored.signatureCounter == 0)
        // The touch was not used up by either.
        let answer = try chip.u2f(registration.authentication(), on: channel)
        #expect(try registration.checked(answer).counter == 1)
    }

    @Test func withoutEnforcingItSignsAndSaysThatNobodyWasThere() throws {
        var (chip, channel, registration) = try self.registered()
        let answer = try chip.u2f(registration.authentication(control: 8), on: channel)
        let (userPresence, counter) = try registration.checked(answer)
        #expect(userPresence == 0)
        #expect(counter == 1)
    }

    @Test func aKeyHandleIsGoodForItsOwnApplicationAndTokenAlone() throws {
        var (chip, channel, registration) = try self.registered()
        chip.touch()
        let elsewhere = registration.authentication(application: [UInt8](repeating: 1, count: 32))
        #expect(try chip.u2f(elsewhere, on: channel).statusWord == .wrongData)
        var bent = registration.authentication()
        for index in 65..<bent.data.count {
            bent.data[index] ^= 1
            #expect(try chip.u2f(bent, on: channel).statusWord == .wrongData, "byte \(index)")
            bent.data[index] ^= 1
        }
        var other = try PluggedChip(.u2fOnly)
        let otherChannel = try other.plugIn()
        other.touch()
        #expect(try other.u2f(registration.authentication(), on: otherChannel).statusWord == .wrongData)
    }

    @Test func whatIsWrongIsNamedByItsStatusWord() throws {
        var (chip, channel, registration) = try self.registered()
        func status(_ change: (inout CommandAPDU) -> Void) throws -> StatusWord {
            var command = registration.authentication()
            change(&command)
            return try chip.u2f(command, on: channel).statusWord
        }
        #expect(try status { $0.cla = 0x80 } == .classNotSupported)
        #expect(try status { $0.cla = 0x10 } == .classNotSupported)
        #expect(try status { $0.ins = 0x04 } == .instructionNotSupported)
        #expect(try status { $0.ins = 0x40 } == .instructionNotSupported)
        #expect(try status { $0.ins = 0x03 } == .wrongLength)
        #expect(try status { $0.ins = 0x01 } == .wrongLength)
        #expect(try status { $0.p1 = 0x00 } == .wrongData)
        #expect(try status { $0.data.removeLast() } == .wrongLength)
        #expect(try status { $0.data.append(0) } == .wrongLength)
        #expect(try status { $0.data = Array($0.data.prefix(64)) } == .wrongLength)
        #expect(
            try status {
                $0.data[64] = 0
                $0.data = Array($0.data.prefix(65))
            } == .wrongData
        )
        try chip.send(.msg, [0, 2, 3, 0, 9], on: channel)
        #expect(chip.takeEffects().last?.message?.payload == [0x67, 0x00])
    }

    @Test func anAnswerLeavesOnlyWhenItsCounterIsStored() throws {
        var (chip, channel, registration) = try self.registered()
        chip.touch()
        chip.storageWorks = false
        #expect(try chip.u2f(registration.authentication(), on: channel).statusWord == .noPreciseDiagnosis)
        #expect(chip.chip.authenticator.state.signatureCounter == 0)
        chip.storageWorks = nil
        chip.touch()
        try chip.send(.msg, try registration.authentication().bytes(), on: channel)
        chip.pass(milliseconds: 1_000)
        #expect(chip.takeEffects() == [])
        chip.perform(chip.chip.committed(at: chip.now))
        let answer = try #require(chip.takeEffects().last?.message)
        #expect(try registration.checked(try ResponseAPDU(parsing: answer.payload)).counter == 1)
    }

    @Test func theCounterStopsAtItsEnd() throws {
        var (chip, channel, registration) = try self.registered()
        var state = chip.stored
        state.signatureCounter = .max
        chip.chip = Chip(profile: .u2fOnly, state: state, environment: chip.chip.authenticator.environment)
        let again = try chip.plugIn()
        #expect(again == channel)
        chip.touch()
        #expect(try chip.u2f(registration.authentication(), on: channel).statusWord == .noPreciseDiagnosis)
    }

    @Test func itMisbehavesOnRequest() throws {
        var (chip, channel, registration) = try self.registered()
        for _ in 1...3 {
            _ = try chip.u2f(registration.authentication(control: 8), on: channel)
        }
        chip.chip.authenticator.faults.hasCounterGoingBack = true
        let back = try chip.u2f(registration.authentication(control: 8), on: channel)
        #expect(try registration.checked(back).counter == 2)
        chip.chip.authenticator.faults = AuthenticatorFaults(attestsWithAnotherKey: true)
        chip.touch()
        #expect(try !U2FRegistration(try chip.u2f(U2FRegistration.command(), on: channel)).isAttested)
    }

    @Test func whereTheUserMustAlwaysBeVerifiedU2FIsClosed() throws {
        var (chip, channel, registration) = try self.registered()
        var state = chip.stored
        state.alwaysRequiresUserVerification = true
        chip.chip = Chip(profile: .full, state: state, environment: chip.chip.authenticator.environment)
        #expect(try chip.plugIn() == channel)
        #expect(chip.chip.information.capabilities == [.wink, .cbor, .nmsg])
        chip.touch()
        #expect(try chip.u2f(U2FRegistration.command(), on: channel).statusWord == .commandNotAllowed)
        #expect(try chip.u2f(registration.authentication(), on: channel).statusWord == .commandNotAllowed)
        #expect(try chip.u2f(self.version, on: channel).statusWord == .commandNotAllowed)
    }

    private func registered() throws -> (PluggedChip, ChannelID, U2FRegistration) {
        var chip = try PluggedChip(.u2fOnly)
        let channel = try chip.plugIn()
        chip.touch()
        let registration = try U2FRegistration(try chip.u2f(U2FRegistration.command(), on: channel))
        return (chip, channel, registration)
    }
}

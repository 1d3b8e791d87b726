import CTAPHID
import FIDOAuthenticator
import FIDOMessages
import ISO7816
import Testing

/// The chip on a reader: selection, CTAP2 and U2F in APDUs, long ones in parts, and a field that goes away.
struct CardSideTests {
    private func ctap2(_ data: [UInt8], polls: Bool = false, isLast: Bool = true) -> CommandAPDU {
        CommandAPDU(
            cla: isLast ? 0x80 : 0x90,
            ins: 0x10,
            p1: polls ? 0x80 : 0x00,
            p2: 0,
            data: data,
            expectedLength: isLast ? 256 : nil
        )
    }

    private let getResponse = CommandAPDU(cla: 0x80, ins: 0x11, p1: 0, p2: 0, expectedLength: 256)
    private let selection: [UInt8] = [0x0B]

    @Test(arguments: [(AuthenticatorProfile.full, "U2F_V2"), (.u2fOnly, "U2F_V2")])
    func selectionTellsTheVersion(_ profile: AuthenticatorProfile, _ version: String) throws {
        var chip = try PluggedChip(profile)
        chip.perform(chip.chip.fieldEntered(at: chip.now))
        let whole = ResponseAPDU(data: Array(version.utf8), .success)
        #expect(try chip.transmit(SelectCommand.command(.fido)) == whole)
        var withoutLength = SelectCommand.command(.fido)
        withoutLength.expectedLength = nil
        #expect(try chip.transmit(withoutLength) == whole)
    }

    @Test func withoutU2FItTellsFIDO2() throws {
        var profile = AuthenticatorProfile.full
        profile.supportsU2F = false
        var chip = try PluggedChip(profile)
        chip.perform(chip.chip.fieldEntered(at: chip.now))
        #expect(try chip.transmit(SelectCommand.command(.fido)).data == Array("FIDO_2_0".utf8))
        let version = CommandAPDU(cla: 0, ins: 3, p1: 0, p2: 0, expectedLength: 256)
        #expect(try chip.transmit(version).statusWord == .instructionNotSupported)
    }

    @Test("a profile may keep the applet off the reader in its own USB device")
    func noAppletOverCCID() throws {
        var profile = AuthenticatorProfile.full
        profile.servesFIDOOverCCID = false
        var chip = try PluggedChip(profile)
        chip.perform(chip.chip.fieldEntered(at: chip.now))
        func ask(_ command: CommandAPDU, _ reader: ChipReaderKind) throws -> StatusWord? {
            chip.perform(chip.chip.commandReceived(try command.bytes(), from: reader, at: chip.now))
            return chip.takeEffects().compactMap(\.response).last?.statusWord
        }
        #expect(try ask(SelectCommand.command(.fido), .ownUSB) == .fileNotFound)
        #expect(try ask(self.ctap2(self.selection), .ownUSB) == .instructionNotSupported)
        #expect(try ask(SelectCommand.command(.fido), .contactless) == .success)
        #expect(try ask(self.ctap2(self.selection), .contactless) == .success)
        #expect(try ask(self.ctap2(self.selection), .ownUSB) == .instructionNotSupported)
        #expect(chip.requests.count == 1)
    }

    @Test("a request to an applet that is not selected was never taken")
    func requestsTaken() throws {
        var chip = try PluggedChip()
        chip.perform(chip.chip.fieldEntered(at: chip.now))
        _ = try chip.transmit(self.ctap2([0x04]))
        _ = try chip.transmit(SelectCommand.command(.fido))
        #expect(chip.requests == [])
        let whole = self.ctap2([0x04])
        _ = try chip.transmit(whole)
        #expect(chip.requests == [.command(whole)])
    }

    @Test func otherApplicationsAreNotThere() throws {
        var chip = try PluggedChip()
        chip.perform(chip.chip.fieldEntered(at: chip.now))
        #expect(try chip.transmit(self.ctap2(self.selection)).statusWord == .instructionNotSupported)
        for name in [[0xA0, 0x00, 0x00, 0x03, 0x08], [0xD2, 0x76, 0x00, 0x00, 0x85, 0x01, 0x01]] as [[UInt8]] {
            let command = CommandAPDU(cla: 0, ins: 0xA4, p1: 4, p2: 0, data: name, expectedLength: 256)
            #expect(try chip.transmit(command).statusWord == .fileNotFound)
        }
        #expect(try chip.transmit(bytes: [0x00, 0xA4, 0x00, 0x00]).statusWord == .wrongParameters)
        #expect(try chip.transmit(bytes: [0x00, 0xA4]).statusWord == .wrongLength)
        #expect(try chip.transmit(bytes: []).statusWord == .wrongLength)
    }

    @Test func lyingOnTheReaderIsTheGesture() throws {
        var chip = try PluggedChip()
        try chip.layOnReader()
        #expect(try chip.transmit(self.ctap2(self.selection)) == ResponseAPDU(data: [0x00], .success))
        let registration = try U2FRegistration(try chip.transmit(U2FRegistration.command()))
        #expect(registration.isAttested)
        let answer = try chip.transmit(registration.authentication())
        #expect(try registration.checked(answer) == (1, 1))
    }

    @Test func aLongAnswerComesInPartsToAReaderOfShortCommands() throws {
        var chip = try PluggedChip(.u2fOnly)
        try chip.layOnReader()
        var register = U2FRegistration.command()
        register.expectedLength = 256
        var response = try chip.transmit(register)
        var data = response.data
        #expect(data.count == 256)
        while let remaining = response.statusWord.bytesRemaining {
            let fetch = CommandAPDU(cla: 0, ins: 0xC0, p1: 0, p2: 0, expectedLength: remaining)
            response = try chip.transmit(fetch)
            data += response.data
        }
        #expect(try U2FRegistration(ResponseAPDU(data: data, response.statusWord)).isAttested)
        let more = CommandAPDU(cla: 0, ins: 0xC0, p1: 0, p2: 0, expectedLength: 256)
        #expect(try chip.transmit(more).statusWord == .conditionsNotSatisfied)
    }

    @Test func anAnswerThatWasNotFetchedIsForgotten() throws {
        var chip = try PluggedChip(.u2fOnly)
        try chip.layOnReader()
        var register = U2FRegistration.command()
        register.expectedLength = 256
        #expect(try chip.transmit(register).statusWord.bytesRemaining != nil)
        #expect(try chip.transmit(CommandAPDU(cla: 0, ins: 3, p1: 0, p2: 0)).statusWord == .success)
        let fetch = CommandAPDU(cla: 0, ins: 0xC0, p1: 0, p2: 0, expectedLength: 256)
        #expect(try chip.transmit(fetch).statusWord == .conditionsNotSatisfied)
    }

    @Test func aChainedCommandIsOneCommand() throws {
        var chip = try PluggedChip(.u2fOnly)
        try chip.layOnReader()
        let whole = U2FRegistration.command()
        for start in stride(from: 0, to: 48, by: 16) {
            var part = whole
            part.cla = 0x10
            part.data = Array(whole.data[start..<start + 16])
            part.expectedLength = nil
            #expect(try chip.transmit(part) == ResponseAPDU(.success))
        }
        var last = whole
        last.data = Array(whole.data[48...])
        #expect(try U2FRegistration(try chip.transmit(last)).isAttested)
    }

    @Test func aBrokenChainIsRefusedAndForgotten() throws {
        var chip = try PluggedChip()
        try chip.layOnReader()
        #expect(try chip.transmit(self.ctap2([1, 2], isLast: false)) == ResponseAPDU(.success))
        let version = CommandAPDU(cla: 0, ins: 3, p1: 0, p2: 0, expectedLength: 256)
        #expect(try chip.transmit(version).statusWord == .lastCommandOfChainExpected)
        #expect(try chip.transmit(version).statusWord == .success)
        #expect(try chip.transmit(self.ctap2([1, 2], isLast: false)) == ResponseAPDU(.success))
        #expect(try chip.transmit(SelectCommand.command(.fido)).statusWord == .success)
        #expect(try chip.transmit(self.ctap2(self.selection)).data == [0x00])
    }

    @Test func aChainOfMoreThanItsLongestMessageIsRefused() throws {
        var chip = try PluggedChip(.mitidChip)
        try chip.layOnReader()
        let part = self.ctap2([UInt8](repeating: 0, count: 255), isLast: false)
        var answers: [StatusWord] = []
        for _ in 0..<5 {
            answers.append(try chip.transmit(part).statusWord)
        }
        #expect(answers == [.success, .success, .success, .success, .wrongLength])
    }

    @Test func unknownCommandsAreNamed() throws {
        var chip = try PluggedChip()
        try chip.layOnReader()
        #expect(try chip.transmit(bytes: [0x80, 0x20, 0, 0]).statusWord == .instructionNotSupported)
        #expect(try chip.transmit(bytes: [0x00, 0x20, 0, 0]).statusWord == .instructionNotSupported)
        #expect(try chip.transmit(bytes: [0xB0, 0x01, 0, 0]).statusWord == .success)
        #expect(try chip.transmit(bytes: [0xA0, 0x01, 0, 0]).statusWord == .classNotSupported)
        #expect(try chip.transmit(bytes: [0x80, 0x10, 0, 0]).statusWord == .wrongLength)
        #expect(try chip.transmit(bytes: [0x80, 0x12, 2, 0]).statusWord == .wrongParameters)
    }

    @Test func aClientThatIsDoneLeavesTheApplet() throws {
        var chip = try PluggedChip()
        try chip.layOnReader()
        #expect(try chip.transmit(bytes: [0x80, 0x12, 1, 0]).statusWord == .success)
        #expect(try chip.transmit(self.ctap2(self.selection)).statusWord == .instructionNotSupported)
        #expect(try chip.transmit(SelectCommand.command(.fido)).statusWord == .success)
        #expect(try chip.transmit(self.ctap2(self.selection)).data == [0x00])
    }

    // MARK: Waiting

    /// A chip that lay there for longer than that counts as a gesture.
    private func stale() throws -> PluggedChip {
        var chip = try PluggedChip()
        try chip.layOnReader()
        chip.pass(milliseconds: AuthenticatorProfile.full.nfcPresenceWindow)
        return chip
    }

    @Test func aClientThatPollsIsToldThatTheUserIsMissing() throws {
        var chip = try self.stale()
        chip.perform(chip.chip.commandReceived(try self.ctap2(self.selection, polls: true).bytes(), at: chip.now))
        #expect(chip.takeEffects() == [.awaitUserPresence])
        chip.pass(milliseconds: 100)
        let stillWorking = ResponseAPDU(data: [2], StatusWord(rawValue: 0x9100))
        #expect(chip.takeEffects() == [.respond(stillWorking)])
        chip.perform(chip.chip.commandReceived(try self.getResponse.bytes(), at: chip.now))
        #expect(chip.takeEffects() == [])
        chip.pass(milliseconds: 100)
        #expect(chip.takeEffects() == [.respond(stillWorking)])
        chip.touch()
        #expect(chip.takeEffects() == [])
        #expect(try chip.transmit(self.getResponse) == ResponseAPDU(data: [0x00], .success))
        #expect(try chip.transmit(self.getResponse).statusWord == .conditionsNotSatisfied)
    }

    @Test func aTouchAnswersThePollThatIsOut() throws {
        var chip = try self.stale()
        chip.perform(chip.chip.commandReceived(try self.ctap2(self.selection, polls: true).bytes(), at: chip.now))
        _ = chip.takeEffects()
        chip.touch()
        #expect(chip.takeEffects() == [.respond(ResponseAPDU(data: [0x00], .success))])
        chip.pass(milliseconds: 1_000)
        #expect(chip.takeEffects() == [])
    }

    @Test func aClientThatPollsMayCancel() throws {
        var chip = try self.stale()
        chip.perform(chip.chip.commandReceived(try self.ctap2(self.selection, polls: true).bytes(), at: chip.now))
        chip.pass(milliseconds: 100)
        _ = chip.takeEffects()
        var cancel = self.getResponse
        cancel.p1 = 0x11
        #expect(try chip.transmit(cancel) == ResponseAPDU(data: [0x2D], .success))
    }

    @Test func aClientThatDoesNotPollWaitsForItsAnswer() throws {
        var chip = try self.stale()
        chip.perform(chip.chip.commandReceived(try self.ctap2(self.selection).bytes(), at: chip.now))
        #expect(chip.takeEffects() == [.awaitUserPresence])
        chip.pass(milliseconds: 29_999)
        #expect(chip.takeEffects() == [])
        chip.pass(milliseconds: 1)
        #expect(chip.takeEffects() == [.respond(ResponseAPDU(data: [0x2F], .success))])
    }

    @Test func anotherCommandDropsARequestThatIsPolledFor() throws {
        var chip = try self.stale()
        chip.perform(chip.chip.commandReceived(try self.ctap2(self.selection, polls: true).bytes(), at: chip.now))
        chip.pass(milliseconds: 100)
        _ = chip.takeEffects()
        let version = CommandAPDU(cla: 0, ins: 3, p1: 0, p2: 0, expectedLength: 256)
        #expect(try chip.transmit(version).statusWord == .success)
        chip.touch()
        #expect(chip.takeEffects() == [])
        #expect(try chip.transmit(self.getResponse).statusWord == .conditionsNotSatisfied)
    }

    @Test func aFieldThatGoesAwayEndsEverything() throws {
        var chip = try self.stale()
        chip.perform(chip.chip.commandReceived(try self.ctap2(self.selection).bytes(), at: chip.now))
        _ = chip.takeEffects()
        chip.chip.fieldLost(at: chip.now)
        chip.touch()
        chip.pass(milliseconds: 60_000)
        #expect(chip.takeEffects() == [])
        try chip.layOnReader()
        #expect(try chip.transmit(self.ctap2(self.selection)).data == [0x00])
    }

    // MARK: Both sides

    @Test func oneSideIsBusyWhileTheOtherIsServed() throws {
        var chip = try PluggedChip()
        try chip.layOnReader()
        let channel = try chip.plugIn()
        try chip.send(.cbor, self.selection, on: channel)
        _ = chip.takeEffects()
        #expect(try chip.transmit(self.ctap2(self.selection)) == ResponseAPDU(data: [0x06], .success))
        let version = CommandAPDU(cla: 0, ins: 3, p1: 0, p2: 0, expectedLength: 256)
        #expect(try chip.transmit(version).statusWord == .conditionsNotSatisfied)
        chip.touch()
        #expect(chip.takeEffects().last?.message?.payload == [0x00])
    }

    @Test func powerFromTheOtherSideLosesTheRequest() throws {
        var chip = try self.stale()
        chip.perform(chip.chip.commandReceived(try self.ctap2(self.selection).bytes(), at: chip.now))
        _ = chip.takeEffects()
        chip.perform(chip.chip.pluggedIn(at: chip.now))
        #expect(chip.takeEffects() == [.respond(ResponseAPDU(.noPreciseDiagnosis))])
        let channel = try chip.openChannel()
        try chip.send(.cbor, self.selection, on: channel)
        _ = chip.takeEffects()
        chip.perform(chip.chip.fieldEntered(at: chip.now))
        #expect(chip.takeEffects() == [.send(.error(.other, on: channel))])
    }
}

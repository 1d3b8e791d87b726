import Testing
import TokenQuality

@Suite struct ResetGateTests {
    private static let model = [UInt8](repeating: 0x6D, count: 16)

    private static func gate(_ serialNumber: String? = nil, _ label: String = "tray-7-03") throws -> ResetGate {
        try ResetGate(serialNumber: serialNumber, label: label, aaguid: Self.model)
    }

    private static func returned() -> ResetGate.Returned {
        ResetGate.Returned(serialNumber: nil, aaguid: Self.model, knowsCredential: true)
    }

    /// A token taken out at 1,000 and put back at 3,000.
    private static func watch() -> ReplugWatch {
        var watch = ReplugWatch(at: 0)
        #expect(watch.seen(.same, at: 500) == .look)
        #expect(watch.seen(.absent, at: 1_000) == .look)
        #expect(watch.seen(.same, at: 3_000) == .returned)
        return watch
    }

    @Test("the last four characters of the serial number, or of the label without one")
    func words() throws {
        #expect(try Self.gate("A-990412").words == "0412")
        #expect(try Self.gate().words == "7-03")
        #expect(try Self.gate("").words == "7-03")
    }

    @Test("a name of three characters or none is refused", arguments: ["", "703"])
    func shortNames(name: String) {
        #expect(throws: ResetGate.Refusal.shortName) { try Self.gate(nil, name) }
        #expect(throws: ResetGate.Refusal.shortName) { try Self.gate("703", "tray-7-03") }
    }

    @Test("other words are refused", arguments: [nil, "", "7-04", "-03", "tray-7-03", "7-03 ", "y"])
    func otherWords(text: String?) throws {
        let gate = try Self.gate()
        #expect(throws: ResetGate.Refusal.otherWords) { try gate.typed(text) }
        try gate.typed("7-03")
    }

    @Test("the same token in time is reset")
    func permission() throws {
        try Self.gate().permit(Self.returned(), Self.watch(), at: 4_000)
        try Self.gate().permit(Self.returned(), Self.watch(), at: 12_999)
    }

    @Test("another token that comes back is refused")
    func otherTokens() throws {
        let gate = try Self.gate()
        var token = Self.returned()
        token.aaguid = [UInt8](repeating: 0x6E, count: 16)
        #expect(throws: ResetGate.Refusal.otherModel) { try gate.permit(token, Self.watch(), at: 4_000) }
        token.aaguid = nil
        #expect(throws: ResetGate.Refusal.otherModel) { try gate.permit(token, Self.watch(), at: 4_000) }
        token = Self.returned()
        token.knowsCredential = false
        #expect(throws: ResetGate.Refusal.otherToken) { try gate.permit(token, Self.watch(), at: 4_000) }
        token = Self.returned()
        token.serialNumber = "0413"
        #expect(throws: ResetGate.Refusal.otherSerialNumber) { try gate.permit(token, Self.watch(), at: 4_000) }
        let key = try Self.gate("0412")
        #expect(throws: ResetGate.Refusal.otherSerialNumber) { try key.permit(token, Self.watch(), at: 4_000) }
        token.serialNumber = nil
        #expect(throws: ResetGate.Refusal.otherSerialNumber) { try key.permit(token, Self.watch(), at: 4_000) }
    }

    @Test("a reset before the return, or ten seconds after it, is refused")
    func times() throws {
        let gate = try Self.gate()
        #expect(throws: ResetGate.Refusal.late) { try gate.permit(Self.returned(), Self.watch(), at: 13_000) }
        #expect(throws: ResetGate.Refusal.late) { try gate.permit(Self.returned(), Self.watch(), at: 2_999) }
        #expect(throws: ResetGate.Refusal.late) { try gate.permit(Self.returned(), ReplugWatch(at: 0), at: 1) }
        var out = ReplugWatch(at: 0)
        #expect(out.seen(.absent, at: 1) == .look)
        #expect(throws: ResetGate.Refusal.late) { try gate.permit(Self.returned(), out, at: 2) }
    }
}

@Suite struct ReplugWatchTests {
    @Test("a token that is not taken out fails after a minute")
    func notTakenOut() {
        var watch = ReplugWatch(at: 0)
        #expect(watch.seen(.same, at: 60_000) == .look)
        #expect(watch.seen(.same, at: 60_001) == .failed(.notTakenOut))
        #expect(watch.seen(.absent, at: 60_002) == .failed(.notTakenOut))
        #expect(!watch.mayReset(at: 60_003))
    }

    @Test("a token that is away for more than ten seconds fails, also if it is back at the next look")
    func notPutBack() {
        var watch = ReplugWatch(at: 0)
        #expect(watch.seen(.absent, at: 100) == .look)
        #expect(watch.seen(.absent, at: 10_100) == .look)
        #expect(watch.seen(.absent, at: 10_101) == .failed(.notPutBack))
        var slow = ReplugWatch(at: 0)
        #expect(slow.seen(.absent, at: 100) == .look)
        #expect(slow.seen(.anew, at: 10_101) == .failed(.notPutBack))
        #expect(!slow.mayReset(at: 10_102))
    }

    @Test("a new address without a look in between is a return")
    func anew() {
        var watch = ReplugWatch(at: 0)
        #expect(watch.seen(.anew, at: 700) == .returned)
        #expect(watch.mayReset(at: 10_699))
        #expect(!watch.mayReset(at: 10_700))
    }

    @Test("a clock that goes back permits nothing more")
    func clock() {
        var watch = ReplugWatch(at: 5_000)
        #expect(watch.seen(.same, at: 0) == .look)
        #expect(watch.seen(.anew, at: 6_000) == .returned)
        #expect(!watch.mayReset(at: 5_999))
    }
}

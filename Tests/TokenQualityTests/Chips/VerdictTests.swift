import FIDOClient
import FIDOMessages
import Testing
import TokenQuality

@Suite struct VerdictTests {
    private static func finding(_ severity: Severity, _ outcome: CheckOutcome) -> Finding {
        Finding(CheckDescription("X01", .info, clause: "-", "A check", severity), outcome)
    }

    private static let passed = Self.finding(.critical, .passed(found: ""))
    private static func failed(_ severity: Severity, as other: Severity? = nil) -> Finding {
        Self.finding(severity, .failed(expected: "", found: "", severity: other))
    }

    private static func verdict(_ findings: [Finding], minor: Int = 0, isCut: Bool = false) -> Verdict {
        Verdict.of(findings, allowedMinorFailures: minor, isCut: isCut)
    }

    @Test("a critical or major failure fails the token, and minor ones as many as the profile does not allow")
    func failures() {
        #expect(Self.verdict([Self.passed]) == .qualified)
        #expect(Self.verdict([Self.passed, Self.failed(.critical)], minor: 9) == .notQualified)
        #expect(Self.verdict([Self.passed, Self.failed(.major)], minor: 9) == .notQualified)
        #expect(Self.verdict([Self.failed(.minor), Self.failed(.minor)], minor: 2) == .qualified)
        #expect(Self.verdict([Self.failed(.minor), Self.failed(.minor)], minor: 1) == .notQualified)
        #expect(Self.verdict([Self.failed(.information)]) == .qualified)
    }

    @Test("the severity of a finding replaces that of its check")
    func severity() {
        #expect(Self.verdict([Self.failed(.minor, as: .critical)], minor: 1) == .notQualified)
        #expect(Self.verdict([Self.failed(.critical, as: .minor)], minor: 1) == .qualified)
        #expect(Self.passed.failure == nil)
    }

    @Test("what could not be judged is incomplete; a run that was cut is so whatever it found")
    func incomplete() {
        let open = Self.finding(.minor, .inconclusive(reason: "no touch"))
        #expect(Self.verdict([Self.passed, open]) == .incomplete)
        #expect(Self.verdict([Self.failed(.major), open]) == .notQualified)
        #expect(Self.verdict([Self.failed(.critical)], isCut: true) == .incomplete)
        #expect(Self.verdict([]) == .incomplete)
        #expect(Self.verdict([Self.finding(.major, .skipped(reason: "no U2F"))]) == .incomplete)
    }
}

@Suite struct CheckSelectionTests {
    private static let checks = [
        CheckDescription("A01", .attestation, clause: "-", "", .major, set: .quick),
        CheckDescription("A02", .attestation, clause: "-", "", .major),
        CheckDescription("S01", .soak, clause: "-", "", .major, set: .full),
        CheckDescription("M13", .storage, clause: "-", "", .major, effect: .storage),
    ]

    private static func ids(_ selection: CheckSelection) throws -> [String] {
        try selection.checks(of: Self.checks).map(\.id)
    }

    @Test("a set has the checks of the smaller sets")
    func sets() throws {
        #expect(try Self.ids(CheckSelection(.quick)) == ["A01"])
        #expect(try Self.ids(CheckSelection(.standard)) == ["A01", "A02", "M13"])
        #expect(try Self.ids(CheckSelection(.full)) == ["A01", "A02", "S01", "M13"])
    }

    @Test("names and letters select and leave out, also beyond the set")
    func names() throws {
        #expect(try Self.ids(CheckSelection(.quick, only: ["S01"])) == ["S01"])
        #expect(try Self.ids(CheckSelection(.quick, only: ["A"])) == ["A01", "A02"])
        #expect(try Self.ids(CheckSelection(.standard, skipped: ["A02", "M"])) == ["A01"])
        var added = CheckSelection(.quick)
        added.added = ["S01"]
        #expect(try Self.ids(added) == ["A01", "S01"])
        #expect(throws: CheckSelection.UnknownCheck(id: "A09")) { try Self.ids(CheckSelection(only: ["A09"])) }
        #expect(throws: CheckSelection.UnknownCheck(id: "")) { try Self.ids(CheckSelection(skipped: [""])) }
    }

    @Test("an effect that stays needs its permission")
    func permission() {
        #expect(!CheckSelection().allows(Self.checks[3]))
        #expect(CheckSelection(allowed: [.storage]).allows(Self.checks[3]))
        #expect(CheckSelection().allows(Self.checks[0]))
    }
}

@Suite struct ProfileDepartureTests {
    /// Versions, AAGUID and options rk and up of getInfo.
    private static let info: [UInt8] =
        [0x00, 0xA3, 0x01, 0x81, 0x68] + Array("FIDO_2_0".utf8) + [0x03, 0x50] + [UInt8](repeating: 7, count: 16)
        + [0x04, 0xA2, 0x62] + Array("rk".utf8) + [0xF5, 0x62] + Array("up".utf8) + [0xF4]

    @Test("what is missing is major, what nobody ordered is minor, and what the profile leaves out is not compared")
    func departures() throws {
        let info = try GetInfoCall().answer(parsing: Self.info)
        var profile = ChipProfile()
        #expect(profile.departures(of: info).isEmpty)
        profile.versions = ["FIDO_2_0"]
        profile.options = [.init(name: "rk", value: true), .init(name: "up", value: false)]
        #expect(profile.departures(of: info).isEmpty)
        profile.versions = ["FIDO_2_0", "U2F_V2"]
        profile.options = [.init(name: "rk", value: true)]
        let departures = profile.departures(of: info)
        #expect(departures.map(\.severity) == [.major, .minor])
        #expect(departures.map(\.expected) == ["U2F_V2", "not there"])
        #expect(departures.map(\.found) == ["missing", "up false"])
    }
}

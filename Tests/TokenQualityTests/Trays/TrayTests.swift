import Testing
import TokenQuality

@Suite struct TrayTests {
    private static func member(
        _ label: String,
        certificate: UInt8? = 1,
        version: String = "1",
        roundTrip: UInt64? = 1_000
    ) -> Tray.Member {
        var marks = TokenMarks()
        marks.certificateDigest = certificate.map { [$0] }
        marks.properties = [.init("versions", "FIDO_2_1"), .init("firmware version", version)]
        marks.roundTrip = roundTrip
        return Tray.Member(label: label, marks: marks)
    }

    private static func finding(_ id: String, _ members: [Tray.Member]) throws -> Finding {
        var tray = Tray()
        for member in members { tray.add(member) }
        return try #require(tray.lotFindings(CheckSelection()).first { $0.check.id == id })
    }

    private static func earlier(serialNumber: String? = nil, counter: UInt32?) -> Tray.KnownHandle {
        Tray.KnownHandle(handle: .init(id: [1], counter: counter), label: "001", serialNumber: serialNumber)
    }

    @Test("a counter that has not gone on, or another serial number, is a copy")
    func copies() {
        let handle = Self.earlier(counter: 20)
        for counter: UInt32 in [0, 19, 20] {
            guard case .copy = HandleOrigin.of(handle, serialNumber: nil, counter: counter) else {
                Issue.record("\(counter) is no copy")
                continue
            }
        }
        let other = HandleOrigin.of(Self.earlier(serialNumber: "A", counter: 20), serialNumber: "B", counter: 21)
        #expect(other == .copy(reason: "its serial number is B, not A"))
    }

    @Test("a counter that goes on, and a token without counters, may be the same token")
    func sameTokens() {
        #expect(HandleOrigin.of(Self.earlier(counter: 20), serialNumber: nil, counter: 21) == .sameOrCopy)
        #expect(HandleOrigin.of(Self.earlier(counter: 0), serialNumber: nil, counter: 0) == .sameOrCopy)
        #expect(HandleOrigin.of(Self.earlier(counter: nil), serialNumber: nil, counter: 0) == .sameOrCopy)
        let same = HandleOrigin.of(Self.earlier(serialNumber: "A", counter: 20), serialNumber: "A", counter: 21)
        #expect(same == .sameOrCopy)
    }

    @Test("a value of an earlier token is found, a channel only if there is nothing worse")
    func repetitions() {
        var first = TokenMarks()
        first.add(.channel, [0, 0, 0, 1])
        first.add(.signatureR, [7])
        var tray = Tray()
        tray.add(Tray.Member(label: "001", marks: first))
        var second = TokenMarks()
        second.add(.channel, [0, 0, 0, 1])
        second.add(.publicKey, [7])
        #expect(tray.repetition(of: second)?.value.kind == .channel)
        second.add(.signatureR, [7])
        #expect(tray.repetition(of: second)?.value == .init(.signatureR, [7]))
        #expect(tray.repetition(of: second)?.label == "001")
        #expect(tray.repetition(of: TokenMarks()) == nil)
    }

    @Test("marks keep 64 values of a kind, each once")
    func limits() {
        var marks = TokenMarks()
        for value in 0..<200 { marks.add(.signatureR, [UInt8(value % 100)]) }
        marks.add(.publicKey, [1])
        #expect(marks.values.count == TokenMarks.valueLimit + 1)
    }

    @Test("serial numbers are unique and of the delivery")
    func serialNumbers() {
        var marks = TokenMarks()
        marks.serialNumber = "A"
        var tray = Tray(delivery: ["A", "B"])
        tray.add(Tray.Member(label: "001", marks: marks))
        #expect(tray.judge(serialNumber: "A") == .repeated(label: "001"))
        #expect(tray.judge(serialNumber: "B") == .unique)
        #expect(tray.judge(serialNumber: "C") == .foreign)
    }

    @Test("certificates of one token each fail the lot, shared ones do not")
    func certificates() throws {
        let each = try Self.finding("A05", [Self.member("001", certificate: 1), Self.member("002", certificate: 2)])
        #expect(each.failure == .major)
        let shared = try Self.finding(
            "A05",
            [
                Self.member("001", certificate: 1), Self.member("002", certificate: 2),
                Self.member("003", certificate: 2),
            ]
        )
        #expect(shared.outcome == .passed(found: "2 certificates"))
        let alone = try Self.finding("A05", [Self.member("001"), Self.member("002", certificate: nil)])
        #expect(alone.outcome.name == "skipped")
    }

    @Test("a token of another revision is named")
    func revisions() throws {
        let members = [Self.member("001"), Self.member("002", version: "2"), Self.member("003")]
        #expect(
            try Self.finding("B04", members).outcome
                == .failed(
                    expected: "tokens of one revision",
                    found: "firmware version: 1 in 2 tokens, 2 in 002"
                )
        )
        #expect(try Self.finding("B04", [Self.member("001"), Self.member("002")]).outcome.name == "passed")
    }

    @Test("a slow token is named, for information")
    func latencies() throws {
        let times: [UInt64] = [1_000, 1_010, 990, 1_005, 1_200]
        let members = times.enumerated().map { Self.member("\($0.offset)", roundTrip: $0.element) }
        let finding = try Self.finding("B05", members)
        #expect(finding.failure == .information)
        guard case .failed(_, let found, _) = finding.outcome else { return }
        #expect(found == "4")
        #expect(try Self.finding("B05", Array(members.prefix(4))).outcome.name == "skipped")
    }

    @Test("a check of the lot can be left out")
    func leftOut() {
        let selection = CheckSelection(skipped: ["B04", "A"])
        #expect(Tray().lotFindings(selection).map(\.check.id) == ["B05"])
    }

    @Test("a token that bounces is settled before it is checked, and the next one waits until it is out")
    func slot() {
        var slot = TraySlot()
        let looks: [(isPresent: Bool, time: UInt64, step: TraySlot.Step)] = [
            (false, 0, .wait), (true, 100, .wait), (false, 200, .wait), (true, 300, .wait), (true, 799, .wait),
            (true, 800, .check), (true, 900, .wait),
        ]
        for look in looks { #expect(slot.look(isPresent: look.isPresent, at: look.time) == look.step) }
        slot.judged()
        #expect(slot.look(isPresent: true, at: 1_000) == .wait)
        #expect(slot.look(isPresent: false, at: 1_100) == .next)
        #expect(slot.state == .waiting)
        var other = TraySlot(holdsStranger: true)
        #expect(other.look(isPresent: true, at: 5_000) == .wait)
        #expect(other.look(isPresent: false, at: 5_001) == .next)
    }
}

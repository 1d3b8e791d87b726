import Activation
import OTPCore
import Testing

@Suite("The audit trail")
struct AuditChainTests {
    private static func entries() throws -> [AuditEntry] {
        var entries: [AuditEntry] = []
        for event in AuditEvent.allCases {
            for reason in AuditReason.allCases {
                entries.append(
                    AuditEntry(
                        time: Desk.noon + .seconds(Int64(entries.count)),
                        event: event,
                        reason: reason,
                        serialNumber: entries.count % 2 == 0 ? try SerialNumber("0001") : nil,
                        userID: entries.count % 3 == 0 ? try UserID("søren") : nil,
                        caller: entries.count % 5 == 0 ? CallerID("192.0.2.1") : nil
                    )
                )
            }
        }
        return entries
    }

    private static func links(_ name: String = "a") throws -> [AuditLink] {
        var chain = AuditChain(name: name)
        return try Self.entries().map { chain.append($0) }
    }

    @Test func isWholeAsItWasWritten() throws {
        let links = try Self.links()
        var chain = AuditChain(name: "a")
        try chain.check(links)
        #expect(chain.nextNumber == UInt64(links.count))
        #expect(chain.head == links.last?.hash)
        #expect(chain == AuditChain(name: "a", after: try #require(links.last)))
    }

    @Test func namesTheFirstLinkThatWasChanged() throws {
        let links = try Self.links()
        for position in [0, 1, 50, links.count - 1] {
            var changed = links
            let entry = links[position].entry
            changed[position] = AuditLink(
                number: links[position].number,
                entry: AuditEntry(
                    time: entry.time,
                    event: entry.event,
                    reason: entry.reason == .granted ? .wrongCode : .granted,
                    serialNumber: entry.serialNumber,
                    userID: entry.userID,
                    caller: entry.caller
                ),
                hash: links[position].hash
            )
            var chain = AuditChain(name: "a")
            #expect(throws: AuditBreak(number: UInt64(position), kind: .changed)) { try chain.check(changed) }
        }
    }

    @Test func namesTheFirstLinkThatIsMissingOrOutOfOrder() throws {
        let links = try Self.links()
        var chain = AuditChain(name: "a")
        #expect(throws: AuditBreak(number: 7, kind: .missing(found: 8))) {
            try chain.check(links.filter { $0.number != 7 })
        }
        var swapped = links
        swapped.swapAt(3, 4)
        chain = AuditChain(name: "a")
        #expect(throws: AuditBreak(number: 3, kind: .missing(found: 4))) { try chain.check(swapped) }
        chain = AuditChain(name: "a")
        #expect(throws: AuditBreak(number: 0, kind: .changed)) { try chain.check(try Self.links("b")) }
    }

    /// The layout as another program would write it: Python's hashlib over the bytes the documentation names.
    @Test func isHashedAsDocumented() throws {
        var chain = AuditChain(name: "test")
        #expect(Self.hex(chain.head) == "4fad33db062d2c70e1e9885aad82b87cd0b9bfe5639d4f58cc9061c37edd3b34")
        let link = chain.append(
            AuditEntry(
                time: UnixTime(milliseconds: 1_795_348_800_123),
                event: .activation,
                reason: .wrongCode,
                serialNumber: try SerialNumber("0001"),
                userID: try UserID("søren"),
                caller: nil
            )
        )
        #expect(Self.hex(link.hash) == "7a6705b8ae0a40bb65c8c952e1cd67c157b2467e2b726357fddccaa5dad52af9")
    }

    @Test func namesEventsAndReasonsOnce() {
        #expect(Set(AuditEvent.allCases.map(\.name)).count == AuditEvent.allCases.count)
        #expect(Set(AuditReason.allCases.map(\.name)).count == AuditReason.allCases.count)
        for reason in AuditReason.allCases { #expect(AuditReason(name: reason.name) == reason) }
        for event in AuditEvent.allCases { #expect(AuditEvent(name: event.name) == event) }
    }

    @Test func isWrittenByEveryDecisionWithoutTheCode() throws {
        var desk = try Desk.display()
        let code = try Desk.code(stepsFromNoon: 0)
        _ = try desk.activate(code)
        let entry = AuditEntry(
            time: Desk.noon,
            event: .activation,
            reason: .granted,
            serialNumber: try SerialNumber("0001"),
            userID: try UserID("anna"),
            caller: nil
        )
        #expect(desk.dossier.entry == entry)
        #expect(!"\(entry)".contains(code.text))
        desk.name(.holder(try UserID("anna")), caller: CallerRecord(id: CallerID("192.0.2.1")))
        _ = desk.verify(code)
        #expect(desk.dossier.entry?.reason == .spentCode)
        #expect(desk.dossier.entry?.serialNumber == (try SerialNumber("0001")))
        #expect(desk.dossier.entry?.caller == CallerID("192.0.2.1"))
    }

    private static func hex(_ hash: AuditHash) -> String {
        hash.withBytes { bytes in
            bytes.indices.map { index in
                let digits = String(bytes[index], radix: 16)
                return digits.count == 1 ? "0" + digits : digits
            }.joined()
        }
    }
}

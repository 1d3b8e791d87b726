import Activation
import ActivationHTTP
import OTPCore
import Testing

@Suite("The audit trail")
struct AuditTests {
    private let display = Stock(serialNumber: "0001")

    @Test func tellsWhoWhatAndWhyAndNothingSecret() async throws {
        try await RunningService.with { service async throws in
            #expect(try await service.get("/v1/audit").status == 200)
            try await service.activate(self.display, for: "anna")
            let code = try self.display.code(at: service.clock.now)
            _ = try await service.post("/v1/verifications", ["userID": "anna", "code": code])
            _ = try await service.post("/v1/verifications", ["serialNumber": "0009", "code": code])
            let page = try await service.get("/v1/audit")
            #expect(page.status == 200)
            let entries = try #require(page.json["entries"] as? [[String: any Sendable]])
            let events = [
                "device-import", "device-import", "holder-addition", "activation", "verification", "verification",
            ]
            #expect(entries.map { $0["event"] as? String } == events)
            let reasons = ["begun", "granted", "granted", "granted", "spent-code", "unknown-device"]
            #expect(entries.map { $0["reason"] as? String } == reasons)
            #expect(entries.map { $0["granted"] as? Bool } == [true, true, true, true, false, false])
            #expect(entries.map { $0["serialNumber"] as? String } == [nil, nil, nil, "0001", "0001", "0009"])
            #expect(entries.map { $0["userID"] as? String } == [nil, nil, "anna", "anna", "anna", nil])
            #expect(entries[0]["time"] as? String == "2026-11-22T12:00:00Z")
            #expect((entries[0]["hash"] as? String)?.count == 64)
            #expect(!page.text.contains(code))
        }
    }

    @Test func comesInPages() async throws {
        try await RunningService.with { service async throws in
            for _ in 1...5 {
                _ = try await service.post("/v1/verifications", ["serialNumber": "0009", "code": "123456"])
            }
            var numbers: [Int] = []
            var query = "limit=2"
            for _ in 1...3 {
                let page = try await service.get("/v1/audit?\(query)")
                let entries = try #require(page.json["entries"] as? [[String: any Sendable]])
                numbers += entries.compactMap { $0["number"] as? Int }
                guard let next = page.json["next"] as? Int else { break }
                query = "limit=2&after=\(next)&chain=memory"
            }
            #expect(numbers == [0, 1, 2, 3, 4])
        }
    }

    @Test(arguments: [
        ("limit=0", 422), ("limit=1001", 422), ("limit=%2B1", 422), ("after=-1", 422), ("after=x", 422),
        ("page=2", 422),
        ("limit=1&limit=1", 422), ("after=18446744073709551615", 422), ("chain=other", 404),
    ])
    func refusesAQueryThatMakesNoSense(query: String, status: Int) async throws {
        try await RunningService.with { service async throws in
            #expect(try await service.get("/v1/audit?\(query)").status == status)
        }
    }

    @Test func isCheckedAcrossPages() async throws {
        let store = MemoryTokenStore()
        let serialNumber = try SerialNumber("0009")
        for second in 0..<2500 {
            _ = try await store.update(.device(serialNumber)) { dossier, _ in
                dossier.unblock(at: UnixTime(seconds: Int64(second)))
            }
        }
        let outcome = try await AuditCheck(of: store).outcome(of: AuditChain(name: "memory"))
        #expect(outcome.end.nextNumber == 2500)
        #expect(outcome.fault == nil)
        // The same links under another name are another chain.
        let links = try await store.auditLinks(of: "memory", from: 0, limit: 1)
        var other = AuditChain(name: "other")
        #expect(throws: AuditBreak.self) { try other.check(links) }
    }

    @Test func isCheckedFromWhereAnEarlierCheckEnded() async throws {
        let store = MemoryTokenStore()
        let serialNumber = try SerialNumber("0009")
        let check = AuditCheck(of: store)
        var known = AuditChain(name: "memory")
        for round in 1...3 as ClosedRange<UInt64> {
            for second in 0..<10 {
                _ = try await store.update(.device(serialNumber)) { dossier, _ in
                    dossier.unblock(at: UnixTime(seconds: Int64(second)))
                }
            }
            let outcome = try await check.outcome(of: known)
            #expect(outcome.fault == nil)
            #expect(outcome.end.nextNumber == 10 * round)
            known = outcome.end
            #expect(try await check.outcome(of: known) == outcome)
        }
        let other = AuditChain(name: "memory", nextNumber: 30, head: AuditChain(name: "other").head)
        #expect(try await check.outcome(of: other).fault == AuditBreak(number: 29, kind: .changed))
        let later = AuditChain(name: "memory", nextNumber: 31, head: known.head)
        #expect(try await check.outcome(of: later).fault == AuditBreak(number: 30, kind: .cutOff))
        let earlier = AuditChain(name: "memory", nextNumber: 29, head: known.head)
        #expect(try await check.outcome(of: earlier).fault == AuditBreak(number: 29, kind: .changed))
        let gone = AuditChain(name: "gone", nextNumber: 1, head: known.head)
        #expect(try await check.outcome(of: gone).fault == AuditBreak(number: 0, kind: .cutOff))
        #expect(AuditHash(hexadecimal: known.head.hexadecimal) == known.head)
        for text in ["", String(known.head.hexadecimal.dropLast()), known.head.hexadecimal.dropLast() + "g"] {
            #expect(AuditHash(hexadecimal: text) == nil)
        }
    }
}

import Activation
import OTPCore
import Testing

@Suite("Many at once")
struct MemoryTokenStoreTests {
    private static let device = Result { try SerialNumber("0001") }

    /// A store with device 0001, active since noon, of anna.
    private static func store() async throws -> MemoryTokenStore {
        let desk = try Desk.display()
        let store = MemoryTokenStore()
        var batch = TokenBatch(capacity: 1)
        let token = try #require(desk.token)
        let bytes = Desk.secret
        let secret = try SharedSecret(copying: bytes.span)
        batch.append(token, secret: secret)
        let outcomes = try await store.add(batch)
        #expect(outcomes == [.imported])
        #expect(try await store.add(try #require(desk.dossier.holder)))
        let request = ActivationRequest(
            userID: try UserID("anna"),
            serialNumber: try Self.device.get(),
            presented: PresentedCode(try Desk.code(stepsFromNoon: 0), at: Desk.noon)
        )
        let decision = try await store.update(desk.dossier.subject) { dossier, key in
            dossier.activate(request, passwordIsRight: true, rules: .standard, key: key)
        }
        #expect(decision.isActivated)
        return store
    }

    /// Sends one code so many times at once, by turns under the serial number and the user ID and as one of several callers.
    private static func send(
        _ code: Code,
        times count: Int,
        callers: Int,
        to store: MemoryTokenStore
    ) async throws -> [AuditReason: Int] {
        let subjects = [Dossier.Subject.device(try Self.device.get()), .holder(try UserID("anna"))]
        return try await withThrowingTaskGroup(of: AuditReason.self) { group in
            for turn in 0..<count {
                group.addTask {
                    let caller = CallerID("caller-\(turn % callers)")
                    return try await store.update(subjects[turn % 2], caller: caller) { dossier, key in
                        dossier.verify(PresentedCode(code, at: Desk.noon), rules: .standard, key: key).reason
                    }
                }
            }
            return try await group.reduce(into: [:]) { counts, reason in counts[reason, default: 0] += 1 }
        }
    }

    @Test func getThreeGuessesBetweenThem() async throws {
        let store = try await Self.store()
        let reasons = try await Self.send(try Desk.wrongCode(), times: 200, callers: 50, to: store)
        #expect(reasons == [.wrongCode: 2, .blockedByWrongCodes: 1, .blocked: 197])
    }

    @Test func getOneCodeAcceptedBetweenThem() async throws {
        let store = try await Self.store()
        let reasons = try await Self.send(try Desk.code(stepsFromNoon: 1), times: 200, callers: 1, to: store)
        // What is refused because it is spent is no guess: no caller is throttled for it.
        #expect(reasons == [.granted: 1, .spentCode: 199])
    }

    @Test func asOneCallerGetAsManyTriesAsOne() async throws {
        let store = MemoryTokenStore()
        let code = try Desk.wrongCode()
        let reasons = try await withThrowingTaskGroup(of: AuditReason.self) { group in
            for turn in 0..<100 {
                group.addTask {
                    let subject = Dossier.Subject.device(try SerialNumber("\(turn)"))
                    return try await store.update(subject, caller: CallerID("one")) { dossier, key in
                        dossier.verify(PresentedCode(code, at: Desk.noon), rules: .standard, key: key).reason
                    }
                }
            }
            return try await group.reduce(into: [AuditReason: Int]()) { $0[$1, default: 0] += 1 }
        }
        #expect(reasons == [.unknownDevice: 20, .callerThrottled: 80])
    }

    @Test func leaveOneUnbrokenChain() async throws {
        let store = try await Self.store()
        _ = try await Self.send(try Desk.wrongCode(), times: 100, callers: 7, to: store)
        let name = try #require(try await store.auditChains().first)
        var chain = AuditChain(name: name)
        for start in stride(from: 0, through: 200, by: 30) {
            try chain.check(try await store.auditLinks(of: name, from: UInt64(start), limit: 30))
        }
        #expect(chain.nextNumber == 102)
    }

    @Test func findNoDeviceThatWasReplaced() async throws {
        let store = try await Self.store()
        let subject = Dossier.Subject.device(try Self.device.get())
        let decision = try await store.update(subject) { dossier, _ in dossier.retire(.lost, at: Desk.noon) }
        #expect(decision.reason == .granted)
        #expect(try await store.tokens(of: try UserID("anna")).isEmpty)
        let reasons = try await Self.send(try Desk.code(stepsFromNoon: 1), times: 2, callers: 2, to: store)
        #expect(reasons == [.notActive: 1, .unknownDevice: 1])
    }
}

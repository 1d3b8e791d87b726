import Activation
import OTPCore
import Testing

/// A clock that is ten years ahead for a minute, under load, and right again.
@Suite("After the clock was ahead")
struct StoredTimesTests {
    private static let ahead = Milliseconds.days(3653)
    private static let challenge = ChipChallenge(hashing: [1, 2, 3].span)

    private static func chip(block: DeviceBlock? = nil) -> ChipRecord {
        ChipRecord(
            credentialID: [1],
            publicKey: [4, 1],
            aaguid: [UInt8](repeating: 0, count: 16),
            attestation: .none,
            enrolledAt: Desk.noon,
            signatureCounter: 0,
            block: block
        )
    }

    /// One holder with a display and a chip, and one who has a display in stock in hand; seen by one caller.
    private struct World {
        var anna: Desk
        var stock: Desk
        var caller: CallerRecord? = CallerRecord(id: CallerID("portal"))

        init() throws {
            self.anna = try Desk.display()
            #expect(try self.anna.activate(try Desk.code(stepsFromNoon: 0)).isActivated)
            let holder = HolderRecord(
                userID: try UserID("anna"),
                password: StoredPassword(encoded: "-"),
                createdAt: Desk.noon,
                chip: StoredTimesTests.chip()
            )
            self.anna.dossier = Dossier(
                of: holder.userID,
                holder: holder,
                held: [self.anna.token].compactMap(\.self)
            )
            self.stock = try Desk.display()
        }

        /// Right and wrong tries of every kind at one moment.
        mutating func load(_ random: inout SplitMix, at time: UnixTime) throws {
            let wrong = PresentedCode(try Desk.wrongCode(), at: time)
            let right = PresentedCode(try TOTP().code(at: Desk.noon.seconds + 30, key: Desk.key), at: time)
            let isRight = Bool.random(using: &random)
            let code = isRight ? right : wrong
            switch Int.random(in: 0..<7, using: &random) {
            case 0:
                _ = self.withCaller(\.anna) { $0.dossier.verify(code, rules: $0.rules, key: Desk.key) }
            case 1:
                _ = self.withCaller(\.anna) { desk in
                    desk.dossier.resynchronize(code.code, wrong, rules: desk.rules, key: Desk.key)
                }
            case 2:
                _ = self.withCaller(\.anna) { $0.begin(.assertion, at: time, passwordIsRight: isRight) }
            case 3:
                _ = self.withCaller(\.anna) { $0.begin(.registration, code.code, at: time, passwordIsRight: isRight) }
            case 4:
                _ = self.withCaller(\.anna) { desk in
                    desk.dossier.requestChip(passwordIsRight: isRight, at: time, desk.rules)
                }
            case 5:
                _ = self.withCaller(\.anna) { desk in
                    desk.dossier.authenticate(
                        .failure(.notGenuine),
                        with: desk.dossier.holder?.chip,
                        answering: StoredTimesTests.challenge,
                        at: time,
                        desk.rules
                    )
                }
            default:
                let request = ActivationRequest(
                    userID: try UserID("anna"),
                    serialNumber: try SerialNumber("0001"),
                    presented: code
                )
                _ = self.withCaller(\.stock) { desk in
                    desk.dossier.activate(request, passwordIsRight: isRight, rules: desk.rules, key: Desk.key)
                }
            }
        }

        mutating func withCaller<Result>(
            _ path: WritableKeyPath<World, Desk>,
            _ body: (inout Desk) -> Result
        ) -> Result {
            let subject = self[keyPath: path].dossier.subject
            self[keyPath: path].name(subject, caller: self.caller)
            defer { self.caller = self[keyPath: path].dossier.caller }
            return body(&self[keyPath: path])
        }

        /// Whether everybody is served at a moment: a code, a pair, a chip and an activation.
        mutating func isServed(atStep step: Int64) throws -> [Bool] {
            let time = Desk.time(stepsFromNoon: step)
            let code = try Desk.code(stepsFromNoon: step)
            let pair = (try Desk.code(stepsFromNoon: step + 1), try Desk.code(stepsFromNoon: step + 2))
            let verified = self.withCaller(\.anna) { $0.verify(code, at: step).isAccepted }
            let resynchronized = self.withCaller(\.anna) { desk in
                desk.resynchronize(pair.0, pair.1, at: step + 2).isAccepted
            }
            let asked = self.withCaller(\.anna) { $0.begin(.assertion, at: time, passwordIsRight: true) }
            var activated = true
            if case .inStock? = self.stock.token?.state {
                activated = try self.withCaller(\.stock) { desk in
                    Result { try desk.activate(code, at: step).isActivated }
                }.get()
            }
            return [verified, resynchronized, asked.reason == .granted, activated]
        }
    }

    @Test("everybody is served within one longest block", arguments: 0..<20 as Range<UInt64>)
    func serves(seed: UInt64) throws {
        var random = SplitMix(seed: seed)
        var world = try World()
        for turn in 0..<120 {
            try world.load(&random, at: Desk.noon + Self.ahead + Milliseconds(Int64(turn) * 500))
        }
        // The tries have left ends that are years away.
        let token = try #require(world.anna.token)
        let ends = [
            token.attempts.codes.blockedUntil, world.anna.dossier.holder?.attempts.passwords.blockedUntil,
            world.caller?.wrongTries.emptyAt,
        ]
        #expect(ends.contains { ($0 ?? Desk.noon) > Desk.noon + .days(3000) })
        // The clock is right again, and the load goes on for a while.
        for turn in 0..<20 { try world.load(&random, at: Desk.noon + .seconds(60 + Int64(turn))) }
        let longest = ThrottlePolicy.standard.codes.longestBlock
        let step = 4 + longest.count / 30_000
        #expect(try world.isServed(atStep: step) == [true, true, true, true], "seed \(seed)")
    }

    @Test("an operator who forgets the tries serves everybody at once", arguments: 0..<20 as Range<UInt64>)
    func isUnblocked(seed: UInt64) throws {
        var random = SplitMix(seed: seed)
        var world = try World()
        for time in [Desk.noon + Self.ahead, Desk.noon + .seconds(60)] {
            for _ in 0..<120 { try world.load(&random, at: time) }
        }
        let now = Desk.time(stepsFromNoon: 3)
        #expect(world.anna.dossier.unblockHolder(at: now) != nil)
        #expect(world.anna.dossier.entry?.event == .holderUnblocking)
        // A display in stock is nobody's yet: it is lifted by its serial number.
        world.stock.name(.device(try SerialNumber("0001")))
        _ = world.stock.dossier.unblock(at: now)
        world.stock.name(.holder(try UserID("anna")))
        #expect(world.stock.dossier.unblockHolder(at: now) != nil)
        world.stock.name(.activation(try SerialNumber("0001"), try UserID("anna")))
        var caller = Dossier(.caller(CallerID("portal")), token: nil, holder: nil, held: [], caller: world.caller)
        #expect(caller.unblockCaller(at: now) == world.caller)
        #expect(caller.entry?.event == .callerUnblocking)
        world.caller = caller.caller
        #expect(try world.isServed(atStep: 3) == [true, true, true, true], "seed \(seed)")
    }

    @Test("an end that can be real stays, and one that clocks differ by is cut to the longest block")
    func cutsEnds() throws {
        let longest = ThrottlePolicy.standard.codes.longestBlock
        let cases: [(Milliseconds, UnixTime?)] = [
            (.seconds(1), Desk.noon + .seconds(1)), (longest, Desk.noon + longest),
            (longest + .minutes(5), Desk.noon + longest), (longest + .minutes(6), nil), (Self.ahead, nil),
        ]
        for (length, end) in cases {
            let token = try Self.token(blockedUntil: Desk.noon + length)
            let record = token.cuttingStoredTimes(at: Desk.noon, .standard)
            #expect(record.block(at: Desk.noon)?.end == end)
        }
        // A block that is over stays as it is: the length of the next one follows from it.
        let past = try Self.token(blockedUntil: Desk.noon - .seconds(1))
        #expect(past.cuttingStoredTimes(at: Desk.noon, .standard) == past)
    }

    @Test("a block that an operator has set is never cut")
    func keepsOperatorsBlocks() throws {
        let block = DeviceBlock.temporary(until: Desk.noon + Self.ahead)
        var desk = try Desk.display()
        #expect(try desk.activate(try Desk.code(stepsFromNoon: 0)).isActivated)
        _ = desk.dossier.block(block, at: Desk.noon)
        #expect(desk.verify(try Desk.code(stepsFromNoon: 1), at: 1) == .refused(.blocked(block)))
        desk.name(.holder(try UserID("anna")))
        _ = desk.dossier.unblockHolder(at: Desk.noon)
        #expect(desk.token?.block == block)
        let holder = HolderRecord(
            userID: try UserID("anna"),
            password: StoredPassword(encoded: "-"),
            createdAt: Desk.noon,
            chip: Self.chip(block: block)
        )
        desk.dossier = Dossier(of: holder.userID, holder: holder, held: [])
        #expect(desk.begin(.assertion, at: Desk.noon, passwordIsRight: true) == .refused(.blocked(block)))
    }

    @Test("a challenge of a clock that was ahead is awaited no more")
    func endsCeremonies() throws {
        var world = try World()
        #expect(world.anna.begin(.assertion, at: Desk.noon + Self.ahead, passwordIsRight: true).reason == .granted)
        let decision = world.anna.dossier.authenticate(
            .success(1),
            with: Self.chip(),
            answering: Self.challenge,
            at: Desk.noon + .minutes(6),
            .standard
        )
        #expect(decision == .refused(.notAwaited))
    }

    @Test("a request for a chip of a clock that was ahead, or years behind, does not count")
    func ignoresRequests() throws {
        for offset in [Self.ahead, Milliseconds(-Self.ahead.count)] {
            var desk = try World().anna
            _ = desk.dossier.requestChip(passwordIsRight: true, at: Desk.noon + offset, .standard)
            let refused = desk.begin(.registration, at: Desk.noon, passwordIsRight: true)
            #expect(refused == .refused(.secondFactorRequired))
            guard
                case .requested(let request) = desk.dossier.requestChip(
                    passwordIsRight: true,
                    at: Desk.noon,
                    .standard
                )
            else {
                Issue.record("the request was refused")
                return
            }
            #expect(request.requestedAt == Desk.noon)
        }
    }

    @Test("a jump of the clock does not end a waiting time")
    func jumpsOverNoWaitingTime() throws {
        var desk = try World().anna
        _ = desk.dossier.requestChip(passwordIsRight: true, at: Desk.noon, .standard)
        let ahead = desk.begin(.registration, at: Desk.noon + Self.ahead, passwordIsRight: true)
        #expect(ahead == .refused(.secondFactorRequired))
        let right = desk.begin(.registration, at: Desk.noon + .minutes(1), passwordIsRight: true)
        #expect(right == .refused(.waitingTime(until: Desk.noon + .hours(24))))
    }

    private static func token(blockedUntil end: UnixTime) throws -> TokenRecord {
        TokenRecord(
            serialNumber: try SerialNumber("0001"),
            kind: .codeDisplay,
            algorithm: .sha1,
            movingFactor: .time(try TOTP()),
            importedAt: Desk.noon,
            attempts: DeviceAttempts(codes: AttemptCount(blocks: 1, blockedUntil: end))
        )
    }
}

extension Desk {
    fileprivate mutating func begin(
        _ kind: ChipCeremony.Kind,
        _ code: Code? = nil,
        at time: UnixTime,
        passwordIsRight: Bool
    ) -> ChipDecision {
        self.dossier.begin(
            ChipCeremony(
                kind,
                challenge: ChipChallenge(hashing: [1, 2, 3].span),
                expiresAt: time + .minutes(5)
            ),
            passwordIsRight: passwordIsRight,
            presenting: code.map { .code($0) },
            at: time,
            self.rules,
            key: Desk.key
        )
    }
}

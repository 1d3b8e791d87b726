package import ChipConnections
import FIDOClient
import Foundation
import ISO7816
import LibCrypto
import PCSCTransport
package import TokenQuality

/// News of a run.
package enum RunEvent: Sendable {
    case began(CheckDescription, number: Int, count: Int)
    /// The token waits for a touch.
    case touchNeeded(check: String)
    /// A request of a check with its response; only if options ask for them.
    case exchanged(check: String, RecordedExchange)
    case ended(Finding)
}

/// A run of checks on one token.
package struct QualificationRun: Sendable {
    package let options: QualificationOptions

    /// The checks in their order.
    package let checks: [Check]

    /// A run on a token with this transport.
    package init(
        _ options: QualificationOptions,
        on transport: TokenTransport
    ) throws(CheckSelection.UnknownCheck) {
        let names = try options.selection.checks(of: Check.all.map(\.description) + Tray.lotChecks).map(\.id)
        self.options = options
        self.checks = Check.all.filter { check in
            names.contains(check.description.id) && (check.transport ?? transport) == transport
                && (check.description.group != .batch || options.tray != nil)
        }
    }

    /// Runs the checks; it ends early if the token goes away or the task is cancelled.
    ///
    /// A check that changes the token for good needs terms that permit it.
    package func run(
        on chip: Chip,
        terms: ChangeTerms = .none,
        report: @escaping @Sendable (RunEvent) -> Void
    ) async -> Qualification {
        let start = ContinuousClock.now
        var result = Qualification(self.options, chip.place, startedAt: Date())
        var trace: (@Sendable (String, RecordedExchange) -> Void)?
        if self.options.traces {
            trace = { check, exchange in report(.exchanged(check: check, exchange)) }
        }
        let bed = TestBed(
            chip,
            profile: self.options.profile,
            roots: self.options.roots,
            soakCount: self.options.soakCount,
            seed: self.options.seed,
            checks: self.checks.map(\.description.id),
            terms: terms,
            tray: self.options.tray,
            exchanged: trace
        ) { report(.touchNeeded(check: $0)) }
        var silent: String?
        for (index, check) in self.checks.enumerated() {
            if let silent {
                result.findings.append(Finding(check.description, .skipped(reason: "no response since \(silent)")))
                continue
            }
            if let cut = result.cut {
                result.findings.append(Finding(check.description, .skipped(reason: cut)))
                continue
            }
            report(.began(check.description, number: index + 1, count: self.checks.count))
            bed.record = { [result] steps in
                var partial = result
                partial.cut = "\(check.description.id) was under way"
                partial.changes = steps
                return terms.record(partial)
            }
            let (finding, end) = await self.finding(of: check, bed)
            result.findings.append(finding)
            switch end {
            case .none: break
            case .cut(let reason): result.cut = reason
            case .silent: silent = check.description.id
            }
            report(.ended(finding))
        }
        result.changes = bed.changes.steps
        result.identity = await bed.chip.identity
        if bed.chip !== chip { await bed.chip.close() }
        if case .known(let info?) = bed.information { result.information = info }
        result.attestationSubject = bed.attestationSubject
        result.measurements = bed.measurements.map { .init(name: $0.name, histogram: $0.histogram) }
        result.marks = bed.marks(of: result)
        result.counter = result.marks.handles.compactMap(\.counter).max() ?? bed.counters.last
        result.milliseconds = (ContinuousClock.now - start).microseconds / 1_000
        return result
    }

    /// The effect of a fault on the rest of the run.
    private enum End {
        case none
        /// The token is out of reach.
        case cut(String)
        /// The token is there, and does not respond any more.
        case silent
    }

    private func finding(of check: Check, _ bed: TestBed) async -> (Finding, End) {
        let start = ContinuousClock.now
        bed.begin(check.description.id)
        var end = End.none
        let outcome: CheckOutcome
        if !self.options.selection.allows(check.description) {
            outcome = .skipped(reason: "needs --allow \(check.description.effect.rawValue)")
        } else {
            do throws(CheckEnd) {
                outcome = try await check.judge(bed)
            } catch {
                switch error {
                case .outcome(let ended): outcome = ended
                case .connection(let fault): (outcome, end) = await self.outcome(of: fault, bed)
                }
            }
        }
        let time = (ContinuousClock.now - start).microseconds / 1_000
        return (Finding(check.description, outcome, exchanges: bed.exchanges, milliseconds: time), end)
    }

    /// The outcome of a check whose exchange has failed: the token's fault only while the token is there.
    private func outcome(of fault: ChipFault, _ bed: TestBed) async -> (CheckOutcome, End) {
        if fault.cause.endsRun || Task.isCancelled {
            return (.inconclusive(reason: fault.description), .cut(fault.description))
        }
        if await self.recovers(bed) {
            return fault.cause == .wasReset
                ? (.inconclusive(reason: fault.description), .none) : (bed.failure(of: fault), .none)
        }
        guard await self.isPresent(bed) else {
            let reason = "the token went away"
            return (.inconclusive(reason: reason), .cut(reason))
        }
        return (bed.failure(of: fault), .silent)
    }

    /// Whether the token responds again after a fault.
    private func recovers(_ bed: TestBed) async -> Bool {
        do throws(ChipFault) {
            try await bed.chip.openAgain()
            guard bed.transport == .card else { return true }
            return try await !bed.chip.transmit(TestBed.selection, within: TestBed.promptness).isEmpty
        } catch {
            return false
        }
    }

    /// Whether the token is still at its place; readers need a moment to tell.
    private func isPresent(_ bed: TestBed) async -> Bool {
        for _ in 0..<10 {
            guard self.isListed(bed.chip.place) else { return false }
            try? await Task.sleep(for: .milliseconds(150))
        }
        return true
    }

    /// Whether its place has a token, also one that pcscd cannot talk to.
    private func isListed(_ place: ChipPlace) -> Bool {
        switch place {
        case .usb:
            return ChipPlaces.now().places.contains { $0.isAtPlace(of: place) }
        case .card(let name, _):
            guard let reader = (try? CardReaders.list())?.first(where: { $0.name == name }) else { return false }
            return reader.card != .absent
        }
    }
}

extension TestBed {
    /// SELECT of FIDO's applet.
    fileprivate static var selection: [UInt8] { (try? SelectCommand.command(.fido).bytes()) ?? [] }

    fileprivate func failure(of fault: ChipFault) -> CheckOutcome {
        let outcome = self.failure(.transport, expected: "a response", found: fault.description)
        guard case .failed(let expected, let found, _) = outcome else { return outcome }
        return .failed(expected: expected, found: found, severity: .major)
    }

    fileprivate var attestationSubject: String? {
        if case .known(let credential) = self.credential { return credential.chain.first?.subject }
        if case .known(let credential) = self.u2fCredential { return credential.chain.first?.subject }
        return nil
    }
}

extension ConnectionFault {
    /// Whether the token is out of reach, rather than at fault.
    fileprivate var endsRun: Bool {
        switch self {
        case .gone, .busy, .noPermission, .serviceMissing, .unusable, .noApplet, .cancelled: true
        case .timedOut, .stalled, .transport, .wrongPacket, .wrongResponse, .wasReset, .refused, .refusedByCard: false
        }
    }
}

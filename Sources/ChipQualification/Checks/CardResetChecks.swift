import ChipConnections
import ISO7816
import PCSCTransport
import TokenQuality

extension Check {
    /// Cards that are reset and powered off.
    static let cardResetChecks: [Check] = [
        Check(
            CheckDescription(
                "T04",
                .timing,
                clause: "profile",
                "The card answers within the profile's time after power-up, five times",
                .minor
            ),
            on: .card
        ) { bed throws(CheckEnd) in
            var times = LatencyHistogram()
            for _ in 0..<5 {
                let start = ContinuousClock.now
                guard try await bed.answers(after: .powerCycle) else {
                    return .failed(expected: "9000 after power-up", found: bed.lastResponse)
                }
                times.add((ContinuousClock.now - start).microseconds)
            }
            bed.measured("power-up to first answer", times)
            guard let limit = bed.profile.powerUpLimit else {
                return .passed(found: "\(times.words); the profile names no limit")
            }
            return times.percentile(95) <= limit
                ? .passed(found: times.words)
                : .failed(expected: "p95 at most \(MarkupText.milliseconds(limit)) ms", found: times.words)
        },
        Check(
            CheckDescription(
                "S03",
                .soak,
                clause: "-",
                "The card is back after each of 50 resets, warm and cold",
                .major,
                set: .full
            ),
            on: .card
        ) { bed throws(CheckEnd) in
            for round in 1...50 {
                guard try await bed.answers(after: round.isMultiple(of: 2) ? .powerCycle : .reset) else {
                    return .failed(expected: "9000 after reset \(round)", found: bed.lastResponse)
                }
            }
            return .passed(found: "50 resets")
        },
    ]
}

extension TestBed {
    /// Whether the applet can be selected after a reset.
    fileprivate func answers(after initialization: CardInitialization) async throws(CheckEnd) -> Bool {
        do throws(ChipFault) {
            try await self.chip.reset(initialization)
        } catch {
            throw .connection(error)
        }
        return try await self.whole(SelectCommand.command(.fido)).statusWord == .success
    }

    fileprivate var lastResponse: String { self.exchanges.last?.response.map { hexadecimal($0) } ?? "nothing" }
}

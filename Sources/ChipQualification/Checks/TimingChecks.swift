import CTAPHID
import FIDOClient
import ISO7816
import TokenQuality

extension Check {
    static let timingChecks: [Check] = [
        Check(
            CheckDescription(
                "T01",
                .timing,
                clause: "profile",
                "100 round trips stay within the profile's time",
                .minor,
                set: .quick
            )
        ) { bed throws(CheckEnd) in
            var times = LatencyHistogram()
            for _ in 0..<100 { times.add(try await bed.roundTrip()) }
            bed.measured("round trip", times)
            return bed.judge(times, by: bed.profile.roundTripLimit)
        },
        Check(
            CheckDescription(
                "T02",
                .timing,
                clause: "profile",
                "50 silent assertions stay within the profile's time",
                .minor,
                effect: .counter
            )
        ) { bed throws(CheckEnd) in
            var times = LatencyHistogram()
            for _ in 0..<50 { times.add(try await bed.silentAssertion().microseconds) }
            bed.measured("assertion without a touch", times)
            return bed.judge(times, by: bed.profile.assertionLimit)
        },
        Check(
            CheckDescription(
                "S01",
                .soak,
                clause: "-",
                "Many silent assertions: counter rising, no value twice, no slowing down",
                .critical,
                effect: .counter,
                set: .full
            )
        ) { bed throws(CheckEnd) in
            var times = LatencyHistogram()
            var counters = CounterSeries()
            var values = RepeatedValues()
            for round in 1...max(bed.soakCount, 10) {
                let (assertion, time) = try await bed.silentAssertion()
                times.add(time)
                counters.take(assertion.authenticatorData.counter)
                if let fault = counters.fault {
                    return bed.failure(
                        .counter,
                        expected: "a counter above \(fault.before)",
                        found: "\(fault.value) in round \(round)"
                    )
                }
                guard let r = SignatureParts.r(of: assertion.signature) else {
                    return .failed(expected: "a signature in DER", found: hexadecimal(assertion.signature))
                }
                if let before = values.take(r, from: "round \(round)") {
                    return .failed(expected: "another r in each signature", found: "round \(round) repeats \(before)")
                }
            }
            bed.measured("soak", times)
            let (first, last) = (times.tenth(atEnd: false).percentile(95), times.tenth(atEnd: true).percentile(95))
            let text = "\(times.count) assertions, \(times.words)"
            // Short times are the host's, not the token's.
            guard last <= max(first + first / 2, first + 20_000) else {
                return .failed(
                    expected:
                        "p95 of the last tenth at most 1.5 times the first's \(MarkupText.milliseconds(first)) ms",
                    found: "\(MarkupText.milliseconds(last)) ms; \(text)",
                    severity: .minor
                )
            }
            return .passed(found: text)
        },
    ]
}

extension TestBed {
    /// One PING or SELECT, in microseconds.
    fileprivate func roundTrip() async throws(CheckEnd) -> UInt64 {
        switch self.transport {
        case .usb: _ = try await self.ping(self.randomBytes(16))
        case .card: _ = try await self.whole(SelectCommand.command(.fido))
        }
        return self.exchanges.last?.microseconds ?? 0
    }

    fileprivate func judge(_ times: LatencyHistogram, by limit: UInt64?) -> CheckOutcome {
        let text = times.words
        guard let limit else { return .passed(found: "\(text); the profile names no limit") }
        guard times.percentile(95) > limit else { return .passed(found: text) }
        return self.failure(.latency, expected: "p95 at most \(MarkupText.milliseconds(limit)) ms", found: text)
    }
}

extension LatencyHistogram {
    /// Percentiles in words.
    var words: String {
        "p50 \(MarkupText.milliseconds(self.percentile(50))) ms, p95 \(MarkupText.milliseconds(self.percentile(95))) ms, "
            + "longest \(MarkupText.milliseconds(self.maximum)) ms"
    }
}

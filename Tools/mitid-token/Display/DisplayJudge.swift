import TokenQuality

/// Makes the report of a campaign.
struct DisplayJudge {
    /// Codes without a step, or dark screens, with which a display fails.
    private static let faultLimit = 2

    /// Presses of one display in a session from which on the hand is judged.
    private static let pressesForHand = 4

    let campaign: DisplayCampaign
    let limits: DisplayLimits
    let now: Int64

    /// Serial numbers and their observations, in the order of their times.
    private let observations: [String: [ClockObservation]]

    init(campaign: DisplayCampaign, limits: DisplayLimits, now: Int64) {
        self.campaign = campaign
        self.limits = limits
        self.now = now
        self.observations = campaign.observationsBySerialNumber
    }

    func report() -> DisplayReport {
        let sessions = self.campaign.sessions.indices.map(self.session)
        let unused = Set(sessions.indices.filter { index in !sessions[index].isUsed })
        let measured = self.campaign.tokens.map { token in self.measure(token, without: unused) }
        let tokens = measured.map(\.token)
        let failed = tokens.count { token in token.verdict == .fails }
        let notYet = tokens.count { token in token.verdict == .notYet }
        return DisplayReport(
            generatedAt: CampaignTime(milliseconds: self.now),
            verdict: failed > 0 ? .fails : notYet > 0 ? .notYet : .passes,
            limits: DisplayReport.Limits(
                ratePPM: ClockText.rounded(self.limits.rate * 1e6, digits: 3),
                offsetSeconds: self.limits.offset
            ),
            sessions: sessions,
            tokens: tokens,
            lot: LotJudge(findings: self.campaign.findings, limits: self.limits).lot(measured)
        )
    }

    /// A display with the ranges that the lot's figures are made of.
    struct Measured {
        let token: DisplayReport.Token
        let offset: ClockRange?
        /// `nil` after one session, which says nothing of the rate.
        let rate: ClockRange?
    }

    private func session(_ index: Int) -> DisplayReport.Session {
        let session = self.campaign.sessions[index]
        var codes = 0
        var spreads: [Double] = []
        for token in self.campaign.tokens {
            let seen = self.observations[token.serialNumber, default: []].filter { seen in seen.session == index }
            codes += seen.count
            guard seen.count >= Self.pressesForHand else { continue }
            if let spread = HandQuality.spread(seen, timeStep: token.timeStep) { spreads.append(spread) }
        }
        let spread = LotFigures.median(spreads)
        return DisplayReport.Session(
            began: session.began,
            codes: codes,
            temperature: session.temperature,
            hostSynchronized: session.host.isSynchronized,
            hostMaximumErrorSeconds: session.host.maximumError,
            spreadSeconds: spread.map { value in ClockText.rounded(value, digits: 3) },
            isUsed: spread ?? 0 <= HandQuality.limit
        )
    }

    private func measure(_ token: DisplayCampaign.Token, without unused: Set<Int>) -> Measured {
        var track = ClockTrack(timeStep: token.timeStep)
        for observation in self.observations[token.serialNumber, default: []]
        where !unused.contains(observation.session) {
            track.add(observation)
        }
        let segment = track.segment
        let interval = segment.flatMap { segment in ClockInterval(of: segment) }
        let offsetBounds = segment.map { segment in segment.offsetBounds(at: segment.end) }
        let isRateMeasured = segment.map(\.isRateMeasured) ?? false
        let rateBounds = isRateMeasured ? segment?.rateBounds : nil
        let judgement = self.judge(track, interval, serialNumber: token.serialNumber)
        let measured = DisplayReport.Token(
            serialNumber: token.serialNumber,
            verdict: judgement.verdict,
            reason: judgement.reason,
            measureAgainOn: judgement.measureAgainOn,
            codes: track.observationCount,
            dropped: track.dropped.count,
            measuredAt: segment.map { segment in CampaignTime(milliseconds: segment.end) },
            offsetSeconds: offsetBounds.map { bounds in
                Self.measurement(bounds, interval?.offset, scale: 1)
            },
            ratePPM: rateBounds.map { bounds in Self.measurement(bounds, interval?.rate, scale: 1e6) },
            jumps: track.jumps.map { jump in
                DisplayReport.Jump(
                    after: CampaignTime(milliseconds: jump.after),
                    before: CampaignTime(milliseconds: jump.before),
                    seconds: [jump.seconds.low, jump.seconds.high].map { value in ClockText.rounded(value, digits: 2) }
                )
            }
        )
        return Measured(
            token: measured,
            offset: interval?.offset ?? offsetBounds,
            rate: isRateMeasured ? interval?.rate ?? rateBounds : nil
        )
    }

    private typealias Judgement = (verdict: DisplayReport.Verdict, reason: String?, measureAgainOn: String?)

    private func judge(_ track: ClockTrack, _ interval: ClockInterval?, serialNumber: String) -> Judgement {
        let last = track.pending?.milliseconds ?? track.segment?.end ?? .min
        let faults = self.campaign.findings.filter { finding in
            finding.serialNumber == serialNumber && finding.at.milliseconds > last
        }
        if faults.count(where: { finding in finding.kind == .unmatched }) >= Self.faultLimit {
            return (.fails, "shows other codes than its secret has", nil)
        }
        if faults.count(where: { finding in finding.kind == .dark }) >= Self.faultLimit {
            return (.fails, "stays dark", nil)
        }
        switch DisplayVerdict(on: track, interval: interval, limits: self.limits, now: self.now) {
        case .passes:
            return (.passes, nil, nil)
        case .fails(.jump):
            let jump = track.jumps.last?.seconds
            let size = jump.map { " by \(ClockText.seconds($0.low)) to \(ClockText.seconds($0.high))" } ?? ""
            return (.fails, "the clock has jumped\(size), or its rate is beyond 200 ppm", nil)
        case .fails(.offset):
            return (.fails, "the offset is outside \(ClockText.plain(self.limits.offset, digits: 1)) s", nil)
        case .fails(.rate):
            return (.fails, "the rate is outside \(ClockText.plain(self.limits.rate * 1e6, digits: 1)) ppm", nil)
        case .notYet(let time):
            let day = CampaignTime(milliseconds: time).day
            let reason: String
            if track.segment == nil {
                reason = "no code yet"
            } else if track.pending != nil {
                reason = "the last code contradicts those before"
            } else {
                reason = "the interval is too wide"
            }
            return (.notYet, reason, day)
        }
    }

    private static func measurement(
        _ bounds: ClockRange,
        _ interval: ClockRange?,
        scale: Double
    )
        -> DisplayReport.Measurement
    {
        let pair = { (range: ClockRange) in
            [range.low, range.high].map { value in ClockText.rounded(value * scale, digits: 3) }
        }
        return DisplayReport.Measurement(bounds: pair(bounds), interval: interval.map(pair))
    }
}

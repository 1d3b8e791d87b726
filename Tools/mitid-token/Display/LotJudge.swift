import TokenQuality

/// Figures of all displays of a campaign together.
struct LotJudge {
    private static let barCount = 15

    let findings: [DisplayCampaign.Finding]
    let limits: DisplayLimits

    func lot(_ measured: [DisplayJudge.Measured]) -> DisplayReport.Lot {
        let rates = measured.compactMap { display in display.rate.map { rate in rate.middle * 1e6 } }
        let offsets = measured.compactMap { display in display.offset?.middle }
        let limit = self.limits.rate * 1e6
        let outside = rates.count { rate in rate.magnitude > limit }
        return DisplayReport.Lot(
            displays: measured.count,
            passed: measured.count { display in display.token.verdict == .passes },
            failed: measured.count { display in display.token.verdict == .fails },
            notYet: measured.count { display in display.token.verdict == .notYet },
            ratesMeasured: rates.count,
            ratePPM: Self.spread(rates),
            offsetSeconds: Self.spread(offsets),
            shareOutsideRateLimit: rates.isEmpty
                ? nil : ClockText.rounded(Double(outside) / Double(rates.count), digits: 4),
            rates: self.bars(rates),
            shelf: [1, 3, 10].compactMap { years in Self.shelf(measured, years: years) },
            mistakes: self.mistakes,
            swaps: self.swaps,
            unmatchedCodes: self.findings.count { finding in finding.kind == .unmatched },
            darkScreens: self.findings.count { finding in finding.kind == .dark }
        )
    }

    private static func spread(_ values: [Double]) -> DisplayReport.Spread? {
        guard let median = LotFigures.median(values), let deviation = LotFigures.medianDeviation(values) else {
            return nil
        }
        return DisplayReport.Spread(
            median: ClockText.rounded(median, digits: 3),
            medianDeviation: ClockText.rounded(deviation, digits: 3)
        )
    }

    /// Bars of a round width around zero, so that one edge is at the limit.
    private func bars(_ rates: [Double]) -> [DisplayReport.Bar] {
        guard let farthest = rates.map(\.magnitude).max() else { return [] }
        let limit = self.limits.rate * 1e6
        var width = limit / 4
        while width * Double(Self.barCount) / 2 < farthest { width *= 2 }
        let half = Int((max(farthest, limit) / width).rounded(.up))
        return (-half..<half).map { index in
            let from = Double(index) * width
            let isLast = index == half - 1
            let count = rates.count { rate in rate >= from && (rate < from + width || isLast && rate <= from + width) }
            return DisplayReport.Bar(from: from, to: from + width, count: count)
        }
    }

    private static func shelf(_ measured: [DisplayJudge.Measured], years: Int) -> DisplayReport.Shelf? {
        let forecast = ShelfForecast.standard
        let shares = measured.compactMap { display -> Double? in
            guard let offset = display.offset, let rate = display.rate else { return nil }
            return forecast.shareOutside(offset: offset, rate: rate, afterYears: Double(years))
        }
        guard !shares.isEmpty else { return nil }
        return DisplayReport.Shelf(
            years: years,
            windowSeconds: ClockText.rounded(forecast.window(afterYears: Double(years)), digits: 0),
            shareOutside: ClockText.rounded(shares.reduce(0, +) / Double(shares.count), digits: 4)
        )
    }

    private var mistakes: [DisplayReport.Mistake] {
        var counts: [[Int]: Int] = [:]
        for finding in self.findings where finding.kind == .digit {
            guard let position = finding.position, let shown = finding.shown, let typed = finding.typed else {
                continue
            }
            counts[[position, Int(shown), Int(typed)], default: 0] += 1
        }
        return counts.sorted { one, other in
            one.value == other.value ? one.key.lexicographicallyPrecedes(other.key) : one.value > other.value
        }.map { key, count in
            DisplayReport.Mistake(
                position: key[0],
                shown: UInt8(clamping: key[1]),
                typed: UInt8(clamping: key[2]),
                count: count
            )
        }
    }

    private var swaps: [DisplayReport.Swap] {
        var counts: [Int: Int] = [:]
        for finding in self.findings where finding.kind == .swap { counts[finding.position ?? 0, default: 0] += 1 }
        return counts.sorted { one, other in one.key < other.key }.map { position, count in
            DisplayReport.Swap(position: position, count: count)
        }
    }
}

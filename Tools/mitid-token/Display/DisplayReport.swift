import TokenQuality

/// The judgement on the displays of a campaign; `report.json` as it is.
struct DisplayReport: Encodable {
    var format = "mitid-token display report"
    var version = 1
    let generatedAt: CampaignTime
    let verdict: Verdict
    let limits: Limits
    let sessions: [Session]
    let tokens: [Token]
    let lot: Lot

    enum Verdict: String, Encodable {
        case passes
        case fails
        case notYet
    }

    struct Limits: Encodable {
        let ratePPM: Double
        let offsetSeconds: Double
    }

    /// One run of `display sample`.
    struct Session: Encodable {
        let began: CampaignTime
        let codes: Int
        let temperature: Double?
        let hostSynchronized: Bool
        let hostMaximumErrorSeconds: Double
        /// A lower limit of how unevenly the presses followed the beeps: the median of the displays.
        let spreadSeconds: Double?
        let isUsed: Bool

        enum CodingKeys: String, CodingKey {
            case began, codes, temperature, hostSynchronized, hostMaximumErrorSeconds, spreadSeconds
            case isUsed = "used"
        }
    }

    /// Bounds that hold if the presses were within their limits, and the 95 % interval; both are low and high.
    struct Measurement: Encodable {
        let bounds: [Double]
        let interval: [Double]?

        /// The narrower one.
        var narrowest: [Double] { self.interval ?? self.bounds }
    }

    struct Jump: Encodable {
        let after: CampaignTime
        let before: CampaignTime
        let seconds: [Double]
    }

    /// One display.
    struct Token: Encodable {
        let serialNumber: String
        let verdict: Verdict
        let reason: String?
        let measureAgainOn: String?
        let codes: Int
        let dropped: Int
        let measuredAt: CampaignTime?
        let offsetSeconds: Measurement?
        let ratePPM: Measurement?
        let jumps: [Jump]
    }

    struct Spread: Encodable {
        let median: Double
        let medianDeviation: Double
    }

    struct Bar: Encodable {
        let from: Double
        let to: Double
        let count: Int
    }

    struct Shelf: Encodable {
        let years: Int
        let windowSeconds: Double
        let shareOutside: Double
    }

    struct Mistake: Encodable {
        let position: Int
        let shown: UInt8
        let typed: UInt8
        let count: Int
    }

    /// Two digits that have changed places.
    struct Swap: Encodable {
        let position: Int
        let count: Int
    }

    /// All displays together.
    struct Lot: Encodable {
        let displays: Int
        let passed: Int
        let failed: Int
        let notYet: Int
        /// Displays whose rate is measured: the figures of rates are theirs.
        let ratesMeasured: Int
        let ratePPM: Spread?
        let offsetSeconds: Spread?
        let shareOutsideRateLimit: Double?
        let rates: [Bar]
        let shelf: [Shelf]
        let mistakes: [Mistake]
        let swaps: [Swap]
        let unmatchedCodes: Int
        let darkScreens: Int
    }
}

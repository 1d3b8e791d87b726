import ChipConnections
import FIDOClient
import LibCrypto
import TokenQuality
import WebAuthn

/// The token under test with everything that checks have found so far.
final class TestBed {
    /// The relying party of all credentials; `.invalid` belongs to nobody, RFC 2606.
    static let rpID = "qualify.invalid"
    private static let exchangeLimit = 4

    /// Another connection after the token was taken out and put back.
    var chip: Chip
    let profile: ChipProfile
    let roots: [Certificate]
    let soakCount: Int
    private(set) var random: SeededBytes
    /// The tokens before this one; `nil` outside a batch.
    let tray: Tray?
    let trace: (@Sendable (String, RecordedExchange) -> Void)?
    let touchPrompt: @Sendable (String) -> Void

    /// Names of all checks of the run.
    let checks: [String]
    let terms: ChangeTerms
    var changes = ChangeState()

    /// Stores the changes so far with everything that is known.
    var record: ([String]) -> Bool = { _ in false }

    /// The check that runs.
    private(set) var current = ""
    private(set) var exchanges: [RecordedExchange] = []
    private(set) var wasTouchAsked = false
    private var symptoms: [Symptom: String] = [:]
    private(set) var measurements: [(name: String, histogram: LatencyHistogram)] = []

    var counters = CounterSeries()
    var marks = TokenMarks()
    var information: Remembered<AuthenticatorInfo?> = .unknown
    var informationBytes: [UInt8] = []
    var credential: Remembered<Credential> = .unknown
    var u2fCredential: Remembered<Credential> = .unknown
    var cancelledWait: Remembered<TouchWait> = .unknown

    /// A fact that is asked for once.
    enum Remembered<Value> {
        case unknown
        case known(Value)
        /// Asked for in vain by a check.
        case missing(check: String)
    }

    init(
        _ chip: Chip,
        profile: ChipProfile,
        roots: [Certificate],
        soakCount: Int,
        seed: UInt64,
        checks: [String],
        terms: ChangeTerms,
        tray: Tray? = nil,
        exchanged: (@Sendable (String, RecordedExchange) -> Void)? = nil,
        touchNeeded: @escaping @Sendable (String) -> Void
    ) {
        self.chip = chip
        self.profile = profile
        self.roots = roots
        self.soakCount = soakCount
        self.random = SeededBytes(seed: seed)
        self.checks = checks
        self.terms = terms
        self.tray = tray
        self.trace = exchanged
        self.touchPrompt = touchNeeded
    }

    func begin(_ check: String) {
        self.current = check
        self.exchanges = []
        self.wasTouchAsked = false
    }

    func randomBytes(_ count: Int) -> [UInt8] { self.random.bytes(count) }

    func measured(_ name: String, _ histogram: LatencyHistogram) {
        self.measurements.append((name, histogram))
    }

    /// A failure, or a reference to the check that has reported the same fault before.
    func failure(_ symptom: Symptom, expected: String, found: String) -> CheckOutcome {
        if let before = self.symptoms[symptom], before != self.current {
            return .skipped(reason: "the same fault as \(before): \(found)")
        }
        self.symptoms[symptom] = self.current
        return .failed(expected: expected, found: found)
    }

    func askForTouch() {
        guard !self.wasTouchAsked else { return }
        self.wasTouchAsked = true
        self.touchPrompt(self.current)
    }

    func note(_ exchange: RecordedExchange) {
        self.trace?(self.current, exchange)
        if self.exchanges.count == Self.exchangeLimit { self.exchanges.removeFirst() }
        self.exchanges.append(exchange)
    }
}

/// A credential that a check has made.
struct Credential {
    let id: [UInt8]
    let publicKey: P256PublicKey
    let made: MadeCredential
    let clientData: ClientData
}

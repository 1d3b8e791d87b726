package import OTPCore

/// How far from the expected code a right one may lie.
///
/// Each further candidate is one more code that a guess may hit, so none is wider than ``limit``. For a time-based device these
/// are bounds: within them a window is as narrow as what is known of the device's clock allows.
package struct VerificationWindows: Equatable, Sendable {
    /// The widest search in time steps or counters to either side.
    package static let limit: UInt32 = 1000

    /// The first code of a time-based device, whose clock nobody has checked since the factory.
    package let firstCode: LookAroundWindow

    /// Later codes of a time-based device, around the middle of its ``ClockEstimate``.
    package let laterCodes: LookAroundWindow

    /// How many presses before activation are forgiven a counter-based device.
    package let firstCounterLookAhead: UInt32

    /// How many presses between two codes are forgiven it: RFC 4226's *s*, section 7.4.
    package let laterCounterLookAhead: UInt32

    /// How far to either side two consecutive codes are looked for, RFC 4226, section 7.4.
    package let resynchronization: UInt32

    /// How fast a device's clock may drift, in parts per million.
    ///
    /// A watch crystal is good for 20 at 25 °C; years in a drawer or a pocket make it 40 (assumption).
    package let driftPPM: Int64

    /// The longest time between the press and the code's arrival: the display is lit for 30 seconds, and some type the last
    /// digits from memory (assumption).
    package let typingDelay = Milliseconds.seconds(45)

    /// For how long a code out of the window waits for the one after it.
    let strayLifetime = Milliseconds.minutes(10)

    /// How far off a clock was when the maker set it, if it is known when that was.
    let settingError = Milliseconds.seconds(60)

    /// How far off it was when the device was imported, if that is all that is known.
    let importError = Milliseconds.minutes(10)

    /// An hour to either side for a first code, five minutes later on, 50 for two codes; 20 and 10 presses; 50 ppm.
    package static let standard = VerificationWindows(
        uncheckedFirstCode: LookAroundWindow(behind: 120, ahead: 120),
        laterCodes: LookAroundWindow(behind: 10, ahead: 10),
        firstCounterLookAhead: 20,
        laterCounterLookAhead: 10,
        resynchronization: 100,
        driftPPM: 50
    )

    /// Nil if one of them is wider than ``limit``, or the drift is none or more than one in a thousand.
    package init?(
        firstCode: LookAroundWindow,
        laterCodes: LookAroundWindow,
        firstCounterLookAhead: UInt32,
        laterCounterLookAhead: UInt32,
        resynchronization: UInt32 = Self.standard.resynchronization,
        driftPPM: Int64 = Self.standard.driftPPM
    ) {
        let widest = max(
            max(max(firstCode.behind, firstCode.ahead), resynchronization),
            max(max(laterCodes.behind, laterCodes.ahead), max(firstCounterLookAhead, laterCounterLookAhead))
        )
        guard widest <= Self.limit, (0...1000).contains(driftPPM) else { return nil }
        self.init(
            uncheckedFirstCode: firstCode,
            laterCodes: laterCodes,
            firstCounterLookAhead: firstCounterLookAhead,
            laterCounterLookAhead: laterCounterLookAhead,
            resynchronization: resynchronization,
            driftPPM: driftPPM
        )
    }

    private init(
        uncheckedFirstCode firstCode: LookAroundWindow,
        laterCodes: LookAroundWindow,
        firstCounterLookAhead: UInt32,
        laterCounterLookAhead: UInt32,
        resynchronization: UInt32,
        driftPPM: Int64
    ) {
        self.firstCode = firstCode
        self.laterCodes = laterCodes
        self.firstCounterLookAhead = firstCounterLookAhead
        self.laterCounterLookAhead = laterCounterLookAhead
        self.resynchronization = resynchronization
        self.driftPPM = driftPPM
    }

    /// The most a clock can have drifted in a time.
    func drift(in time: Milliseconds) -> Milliseconds {
        let magnitude = Int64(clamping: time.count.magnitude)
        // A millisecond for the rest that the division leaves.
        return Milliseconds(
            magnitude / 1_000_000 * self.driftPPM + magnitude % 1_000_000 * self.driftPPM / 1_000_000 + 1
        )
    }
}

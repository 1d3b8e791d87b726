package import OTPCore

/// How far from the expected code a right one may lie.
///
/// Each further candidate is one more code that a guess may hit, so none is wider than ``limit``.
package struct VerificationWindows: Equatable, Sendable {
    /// The widest search in time steps or counters to either side.
    package static let limit: UInt32 = 1000

    /// The first code of a time-based device, whose clock nobody has checked since the factory.
    package let firstCode: LookAroundWindow

    /// Later codes of a time-based device, around the offset that was found.
    package let laterCodes: LookAroundWindow

    /// How many presses before activation are forgiven a counter-based device.
    package let firstCounterLookAhead: UInt32

    /// How many presses between two codes are forgiven it: RFC 4226's *s*, section 7.4.
    package let laterCounterLookAhead: UInt32

    /// How many steps of difference at the first code are laid to typing and not to the clock.
    package let typingDelay: UInt32 = 1

    /// Ten minutes to either side for a first code, one step later on; 20 and 10 presses.
    package static let standard = VerificationWindows(
        uncheckedFirstCode: LookAroundWindow(behind: 20, ahead: 20),
        laterCodes: LookAroundWindow(behind: 1, ahead: 1),
        firstCounterLookAhead: 20,
        laterCounterLookAhead: 10
    )

    /// Nil if one of them is wider than ``limit``.
    package init?(
        firstCode: LookAroundWindow,
        laterCodes: LookAroundWindow,
        firstCounterLookAhead: UInt32,
        laterCounterLookAhead: UInt32
    ) {
        let widest = max(
            max(firstCode.behind, firstCode.ahead),
            max(laterCodes.behind, laterCodes.ahead),
            max(firstCounterLookAhead, laterCounterLookAhead)
        )
        guard widest <= Self.limit else { return nil }
        self.init(
            uncheckedFirstCode: firstCode,
            laterCodes: laterCodes,
            firstCounterLookAhead: firstCounterLookAhead,
            laterCounterLookAhead: laterCounterLookAhead
        )
    }

    private init(
        uncheckedFirstCode firstCode: LookAroundWindow,
        laterCodes: LookAroundWindow,
        firstCounterLookAhead: UInt32,
        laterCounterLookAhead: UInt32
    ) {
        self.firstCode = firstCode
        self.laterCodes = laterCodes
        self.firstCounterLookAhead = firstCounterLookAhead
        self.laterCounterLookAhead = laterCounterLookAhead
    }
}

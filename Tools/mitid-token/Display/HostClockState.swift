import CTimex

/// State of the host's clock, from `adjtimex`: it bounds what can be said of other clocks.
struct HostClockState: Codable {
    /// Whether it follows a time server, to better than a second.
    let isSynchronized: Bool

    /// Its estimated offset, in seconds; the kernel still works it off.
    let offset: Double

    /// The most it can be off, in seconds.
    let maximumError: Double

    /// The time came with the operator's answers: a test.
    var isFromInput = false

    enum CodingKeys: String, CodingKey {
        case isSynchronized = "synchronized"
        case offset = "offsetSeconds"
        case maximumError = "maximumErrorSeconds"
        case isFromInput = "fromInput"
    }

    /// A clock that needs no trust, because it is that of a test.
    static let ofInput = HostClockState(isSynchronized: true, offset: 0, maximumError: 0, isFromInput: true)

    /// The kernel's word on its clock.
    static var now: HostClockState {
        var state = timex()
        let result = unsafe adjtimex(&state)
        let error = Double(state.maxerror) / 1e6
        let units = state.status & STA_NANO == 0 ? 1e6 : 1e9
        return HostClockState(
            isSynchronized: result >= 0 && result != TIME_ERROR && state.status & STA_UNSYNC == 0 && error < 1,
            offset: Double(state.offset) / units,
            maximumError: error
        )
    }

    /// What an observation's bounds are widened by, in seconds.
    ///
    /// The error of a clock that follows no time server has no bound: what is measured then is measured against that clock.
    var errorOfObservations: Double {
        self.isSynchronized ? min(max(self.maximumError, 0), 1) : 0
    }
}

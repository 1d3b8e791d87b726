import OTPCore

/// A way to make codes and the place to start from: HOTP and a counter, or TOTP and a step.
enum Factor {
    case counter(HOTP, UInt64)
    case time(TOTP, UInt64)

    /// The counter or the step to start from.
    var start: UInt64 {
        switch self {
        case .counter(_, let counter): counter
        case .time(_, let step): step
        }
    }

    var digits: Int {
        switch self {
        case .counter(let hotp, _): hotp.digits
        case .time(let totp, _): totp.digits
        }
    }

    /// The code of one counter or step.
    func code(at position: UInt64, key: borrowing HMACKey) -> CodeReport {
        switch self {
        case .counter(let hotp, _):
            return CodeReport(code: hotp.code(for: position, key: key).text, counter: position)
        case .time(let totp, _):
            let first = Self.firstSecond(of: position, in: totp)
            let next = position < UInt64.max ? Self.firstSecond(of: position + 1, in: totp) : nil
            return CodeReport(
                code: totp.code(forStep: position, key: key).text,
                step: position,
                validFrom: first.flatMap(UnixTime.text(seconds:)),
                validUntil: next.flatMap(UnixTime.text(seconds:))
            )
        }
    }

    /// The counter or step of the window that the code belongs to.
    ///
    /// A counter is searched ahead only, RFC 4226, section 7.2; a step on both sides, RFC 6238, section 5.2.
    func match(_ code: Code, window: UInt32, after last: UInt64?, key: borrowing HMACKey) -> UInt64? {
        switch self {
        case .counter(let hotp, let counter):
            hotp.verify(code, counter: counter, lookAhead: window, key: key)
        case .time(let totp, let step):
            totp.verify(
                code,
                around: step,
                window: LookAroundWindow(behind: window, ahead: window),
                after: last,
                key: key
            )
        }
    }

    private static func firstSecond(of step: UInt64, in totp: TOTP) -> Int64? {
        let (seconds, overflow) = step.multipliedReportingOverflow(by: UInt64(totp.timeStep))
        guard !overflow, let elapsed = Int64(exactly: seconds) else { return nil }
        let (time, carry) = elapsed.addingReportingOverflow(totp.epoch)
        return carry ? nil : time
    }
}

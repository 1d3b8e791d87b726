/// Why a text is not a time or a duration.
package enum TimeTextError: Error, Equatable, CustomStringConvertible {
    case notATime
    case noSuchTime
    case notADuration
    case calendarDuration
    case tooLong

    package var description: String {
        switch self {
        case .notATime:
            "must be a time as in 2026-11-22T12:00:00Z (RFC 3339)."
        case .noSuchTime:
            "is not a time that exists."
        case .notADuration:
            "must be a duration as in PT30S or PT1H30M (ISO 8601)."
        case .calendarDuration:
            "must not count months or years, whose length is not fixed."
        case .tooLong:
            "is too long a duration."
        }
    }
}

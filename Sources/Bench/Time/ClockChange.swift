package import OTPDevices

/// What is to be done to a clock; what is not given stays.
package struct ClockChange: Equatable, Sendable {
    /// Set to this time first,
    package var set: Instant?
    /// then turned on by so many milliseconds,
    package var advance: Int64?
    /// then stopped or let run.
    package var freeze: Bool?

    package init(set: Instant? = nil, advance: Int64? = nil, freeze: Bool? = nil) {
        self.set = set
        self.advance = advance
        self.freeze = freeze
    }

    /// The times a clock can be set to: 1970 to the end of the year 9999, which RFC 3339 can write.
    package static let range = Instant(milliseconds: 0)...Instant(milliseconds: 253_402_300_799_999)
}

package import OTPDevices

/// What is to be done to a clock, in this order; what is not given stays.
package struct ClockChange: Equatable, Sendable {
    /// Set it to this time.
    package var set: Instant?
    /// Turn it on by so many milliseconds.
    package var advance: Int64?
    /// Stop it, or let it run.
    package var freeze: Bool?

    package init(set: Instant? = nil, advance: Int64? = nil, freeze: Bool? = nil) {
        self.set = set
        self.advance = advance
        self.freeze = freeze
    }

    /// The times a clock can be set to: 1970 to the end of the year 9999, which RFC 3339 can write.
    package static let range = Instant(milliseconds: 0)...Instant(milliseconds: 253_402_300_799_999)
}

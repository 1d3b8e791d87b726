/// What a file left out and the standards fill in: told apart from what it says, so that `check` can name it.
package struct KeyAssumptions: OptionSet, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// No *Suite*: HMAC-SHA-1, the one function of RFC 4226 and the default of RFC 6238, section 1.2.
    package static let hash = Self(rawValue: 1 << 0)

    /// No *ResponseFormat*: six digits, the least that RFC 4226, section 5.3, allows and what makers mean.
    package static let digits = Self(rawValue: 1 << 1)

    /// No *TimeInterval*: 30 seconds, the default of RFC 6238, section 4.1.
    package static let timeStep = Self(rawValue: 1 << 2)

    /// No *Counter*: 0, a device that was never pressed.
    package static let counter = Self(rawValue: 1 << 3)

    /// No *SerialNo*: the key's Id stands for it, because the reader was told to do so.
    package static let serialNumber = Self(rawValue: 1 << 4)

    /// Neither a counter nor a time step, and no word of the kind: by time, as devices that are handed out today.
    package static let algorithm = Self(rawValue: 1 << 5)
}

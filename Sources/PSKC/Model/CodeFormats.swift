/// *ChallengeFormat*, RFC 6030, section 4.3.4: what a device takes as a challenge.
package struct ChallengeFormat: Equatable, Sendable {
    /// `DECIMAL`, `HEXADECIMAL`, `ALPHANUMERIC` ...
    package var encoding: String?

    /// The fewest characters of a challenge.
    package var minimumLength: UInt32?

    /// The most characters of a challenge.
    package var maximumLength: UInt32?

    /// Whether the device checks a Luhn digit at the end of a challenge.
    package var hasCheckDigit: Bool?

    package init() {}
}

/// *ResponseFormat*, RFC 6030, section 4.3.4: the form of the codes or of a PIN, as the file has it.
package struct ResponseFormat: Equatable, Sendable {
    /// `DECIMAL`, `HEXADECIMAL`, `ALPHANUMERIC` ...
    package var encoding: String?

    /// The number of characters.
    package var length: UInt32?

    /// Whether the device adds a Luhn digit.
    package var hasCheckDigit: Bool?

    package init() {}
}

/// The state of a token that decides whether a check may change it.
package struct TokenFacts: Equatable, Sendable {
    /// The USB serial number; `nil` for a card and for a key without one.
    package var serialNumber: String?

    /// 16 bytes; `nil` for a token without CTAP2.
    package var aaguid: [UInt8]?

    /// Keys and cards that are connected.
    package var tokenCount: Int

    package var hasPIN: Bool

    /// Whether the token can hold discoverable credentials at all.
    package var holdsCredentials: Bool

    /// Room for discoverable credentials that getInfo tells.
    package var remaining: UInt64?

    /// Discoverable credentials that credential management tells.
    package var existing: UInt64?

    /// Discoverable credentials of this run.
    package var own: UInt64

    package init(
        serialNumber: String? = nil,
        aaguid: [UInt8]?,
        tokenCount: Int,
        hasPIN: Bool,
        holdsCredentials: Bool,
        remaining: UInt64? = nil,
        existing: UInt64? = nil,
        own: UInt64 = 0
    ) {
        self.serialNumber = serialNumber
        self.aaguid = aaguid
        self.tokenCount = tokenCount
        self.hasPIN = hasPIN
        self.holdsCredentials = holdsCredentials
        self.remaining = remaining
        self.existing = existing
        self.own = own
    }
}

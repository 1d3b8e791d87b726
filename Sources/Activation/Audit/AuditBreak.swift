/// The first place at which a chain is not what was written.
package struct AuditBreak: Error, Equatable, Sendable {
    package enum Kind: Equatable, Sendable {
        /// Another number stands where this one belongs: links were removed, repeated or put in another order.
        case missing(found: UInt64)
        /// The entry or its hash is not the one that was written.
        case changed
        /// The chain ends before this link.
        case cutOff
        /// The seal is missing, another chain's, or of an earlier end: this number is where the chain ends now.
        case unsealed
    }

    /// The number of the broken link.
    package let number: UInt64
    package let kind: Kind

    package init(number: UInt64, kind: Kind) {
        self.number = number
        self.kind = kind
    }
}

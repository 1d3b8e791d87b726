/// Limits on the length of APDUs between a reader and a card.
package struct LengthLimits: Hashable, Sendable {
    /// Whether extended lengths are tried; a reader or card that refused them once gets parts at once.
    package var allowsExtended: Bool

    /// The most data bytes of a part of a command, 1 to 255.
    package let partByteCount: Int

    /// The most APDUs until the answer is complete, the parts of a command counted as one.
    package var rounds: Int

    /// The most bytes of an answer.
    package var responseByteCount: Int

    /// Limits; a part's length is brought into 1 to 255.
    package init(
        allowsExtended: Bool = true,
        partByteCount: Int = 240,
        rounds: Int = 300,
        responseByteCount: Int = 65_536
    ) {
        self.allowsExtended = allowsExtended
        self.partByteCount = min(max(partByteCount, 1), 255)
        self.rounds = rounds
        self.responseByteCount = responseByteCount
    }
}

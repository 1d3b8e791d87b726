package import CTAPHID

/// A keepalive of a token, and the moment at which it came.
package struct Keepalive: Equatable, Sendable {
    package let status: KeepaliveStatus
    package let time: ContinuousClock.Instant
}

/// Receiver of keepalives, called on the connection's thread.
package typealias KeepaliveReceiver = @Sendable (Keepalive) -> Void

/// A response with its times.
package struct ChipResponse<Answer: Sendable>: Sendable {
    package let answer: Answer

    /// The moment before the first packet or APDU went out.
    package let sentAt: ContinuousClock.Instant

    /// The moment at which the last packet or APDU had come.
    package let receivedAt: ContinuousClock.Instant

    package let keepalives: [Keepalive]

    /// Packets of other channels that were skipped; 0 for a card.
    package let foreignPacketCount: Int

    package var duration: Duration { self.receivedAt - self.sentAt }

    /// The same times with another answer.
    func with<Other: Sendable>(_ answer: Other) -> ChipResponse<Other> {
        ChipResponse<Other>(
            answer: answer,
            sentAt: self.sentAt,
            receivedAt: self.receivedAt,
            keepalives: self.keepalives,
            foreignPacketCount: self.foreignPacketCount
        )
    }
}

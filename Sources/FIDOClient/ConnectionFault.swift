package import CTAPHID
package import ISO7816

/// The reason why an exchange over a transport failed; the same for USB and cards.
package enum ConnectionFault: Error, Equatable, Sendable {
    /// The token was removed.
    case gone
    /// Another program has the token or the card.
    case busy
    /// The operating system denies access; the transport knows the hint for the user.
    case noPermission
    /// No response within the time limit.
    case timedOut(milliseconds: UInt64)
    /// A USB endpoint stalled.
    case stalled
    /// The token violated CTAPHID.
    case wrongPacket(TransactionFault)
    /// The card violated ISO 7816-4.
    case wrongResponse(CardTransactionFault)
    /// The card was reset: the selected applet, PIN tokens and a chain are lost.
    case wasReset
    /// An ERROR message.
    case refused(ErrorCode)
    /// A status word other than `9000`.
    case refusedByCard(StatusWord)
    /// No resource manager runs.
    case serviceMissing
    /// The card has no FIDO applet; its status word.
    case noApplet(StatusWord)
    /// The device is not one that a FIDO client can use.
    case unusable
    /// The caller has cancelled.
    case cancelled
    /// Another error of the transport.
    case transport
}

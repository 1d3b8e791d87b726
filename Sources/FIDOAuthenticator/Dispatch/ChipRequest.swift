package import CTAPHID
package import ISO7816

/// A request as a chip has taken it: whole, and not refused by the transport.
package enum ChipRequest: Equatable, Sendable {
    /// Over USB: CBOR, MSG, PING or CANCEL.
    case message(Message)
    /// From a reader, its parts put together: CTAP2 or U2F, CTAP 2.1, section 11.3.
    case command(CommandAPDU)
}

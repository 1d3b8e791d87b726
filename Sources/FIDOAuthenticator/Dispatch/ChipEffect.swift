package import CTAPHID
package import ISO7816

/// What a chip wants done after an event; several are done in their order.
package enum ChipEffect: Equatable, Sendable {
    /// A request was taken: for those who listen, nothing is to be done.
    case accepted(ChipRequest)

    /// Send this to the USB host, cut into packets.
    case send(Message)

    /// Answer the reader's command that is out: exactly one comes of each, at once or later.
    case respond(ResponseAPDU)

    /// Store the authenticator's state so that it survives power loss, then tell the chip ``Chip/committed(at:)``.
    ///
    /// If it cannot be stored, tell it ``Chip/commitFailed(at:)``.
    case commit

    /// A request needs the user: a CTAP2 request waits, a U2F host asks again and finds the touch that came meanwhile.
    case awaitUserPresence

    /// Blink, so that the user sees which token it is; CTAP 2.1, section 11.2.9.2.1.
    case wink
}

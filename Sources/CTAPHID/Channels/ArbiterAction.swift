/// What a token wants done after an event on its HID interface.
package enum ArbiterAction: Equatable, Sendable {
    /// Nothing.
    case none

    /// Send this.
    case send(Message)

    /// Blink, and send this.
    case wink(Message)

    /// Carry out this MSG, CBOR or vendor request, then call ``ChannelArbiter/replied(_:)``.
    case carryOut(Message)

    /// Give up the CTAP2 request under way, and reply with what came of it; section 11.2.9.1.5.
    case cancel

    /// Drop the request under way without a reply, and send this; section 11.2.5.3.
    case abort(Message)
}

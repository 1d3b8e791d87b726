package import ISO7816

/// SELECT of FIDO's applet; CTAP 2.1, section 11.3.3.
///
/// Any `9000` counts: cards exist that return no version with it.
package struct AppletSelection: Equatable, Sendable {
    /// Next action of the caller.
    package enum Step: Equatable, Sendable {
        /// Transmit this APDU, then report its response.
        case transmit([UInt8])
        /// The applet is selected; its version text, which may be empty. Final.
        case selected(version: [UInt8])
        /// There is no such applet, or the card refuses. Final.
        case refused(StatusWord)
        /// The card violated the protocol. Final.
        case violated(CardTransactionFault)
    }

    /// The APDU to be transmitted first; always short, for the length limits are not known yet.
    package let opening: [UInt8]
    private var transaction: CardTransaction

    package init() throws(APDUError) {
        let command = SelectCommand.command(.fido)
        self.opening = try command.bytes()
        self.transaction = try CardTransaction(command, limits: LengthLimits(allowsExtended: false))
        _ = self.transaction.begin()
    }

    /// The card responded.
    package mutating func responseReceived(_ bytes: [UInt8]) -> Step {
        switch self.transaction.responseReceived(bytes) {
        case .send(let bytes): .transmit(bytes)
        case .answered(let response):
            response.statusWord == .success ? .selected(version: response.data) : .refused(response.statusWord)
        case .failed(let fault): .violated(fault)
        }
    }
}

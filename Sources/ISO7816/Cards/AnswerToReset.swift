/// What a card says when it is switched on, ISO 7816-3:2006, section 8.
package struct AnswerToReset: Equatable, Sendable {
    /// How bits are coded on the wire: TS.
    package var convention: BitConvention

    /// T0's interface bytes, then those behind each TD: the first stands without a protocol of its own.
    package var first: InterfaceBytes

    /// The groups behind TD1, TD2 and so on, each with the protocol that its TD names.
    package var groups: [ProtocolGroup]

    /// What the card says of itself, at most 15 bytes.
    package var historicalBytes: [UInt8]

    /// An answer to reset of its parts; what cannot be coded is refused by ``bytes()``.
    package init(
        convention: BitConvention = .direct,
        first: InterfaceBytes = InterfaceBytes(),
        groups: [ProtocolGroup],
        historicalBytes: [UInt8]
    ) {
        self.convention = convention
        self.first = first
        self.groups = groups
        self.historicalBytes = historicalBytes
    }

    /// What a PC/SC reader reports for a contactless card with these historical bytes, PC/SC part 3, section 3.1.3.2.3.1.
    package static func contactless(historicalBytes: [UInt8]) -> AnswerToReset {
        AnswerToReset(
            groups: [ProtocolGroup(protocol: 0), ProtocolGroup(protocol: 1)],
            historicalBytes: historicalBytes
        )
    }

    /// Whether a check byte TCK stands at the end: it does unless T=0 is the only protocol, section 8.2.5.
    package var hasCheckByte: Bool {
        self.groups.contains { $0.protocol != 0 }
    }
}

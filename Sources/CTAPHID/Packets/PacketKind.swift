/// What a packet's header says beside its channel, CTAP 2.1, section 11.2.4.
package enum PacketKind: Equatable, Sendable {
    /// CMD and BCNT: a message of so many bytes begins.
    case initialization(Command, byteCount: UInt16)

    /// SEQ: a message goes on.
    case continuation(sequence: UInt8)

    /// How many data bytes such a packet of 64 bytes has room for.
    package var capacity: Int { self.capacity(in: .standard) }

    /// How many data bytes such a packet of a size has room for.
    package func capacity(in size: ReportSize) -> Int {
        switch self {
        case .initialization: size.initializationCapacity
        case .continuation: size.continuationCapacity
        }
    }
}

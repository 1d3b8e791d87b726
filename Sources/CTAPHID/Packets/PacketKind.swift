/// What a packet's header says beside its channel, CTAP 2.1, section 11.2.4.
package enum PacketKind: Equatable, Sendable {
    /// CMD and BCNT: a message of so many bytes begins.
    case initialization(Command, byteCount: UInt16)

    /// SEQ: a message goes on.
    case continuation(sequence: UInt8)

    /// How many data bytes such a packet has room for.
    package var capacity: Int {
        switch self {
        case .initialization: Packet.initializationCapacity
        case .continuation: Packet.continuationCapacity
        }
    }
}

/// What a packet's header says beside its channel, CTAP 2.1, section 11.2.4.
package enum PacketKind: Equatable, Sendable {
    /// CMD and BCNT: a message of so many bytes begins.
    case initialization(Command, byteCount: UInt16)

    /// SEQ: a message goes on.
    case continuation(sequence: UInt8)

    /// Number of data bytes that fit into such a packet of 64 bytes.
    package var capacity: Int { self.capacity(in: .standard) }

    /// Number of data bytes that fit into such a packet of a size.
    package func capacity(in size: ReportSize) -> Int {
        switch self {
        case .initialization: size.initializationCapacity
        case .continuation: size.continuationCapacity
        }
    }
}

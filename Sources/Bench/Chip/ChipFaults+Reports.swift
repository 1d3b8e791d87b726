import CTAPHID

extension ChipFaults {
    /// The report a packet leaves as.
    func report(_ packet: Packet, isLast: Bool) -> [UInt8] {
        var bytes = packet.bytes
        if self.isOnWrongChannel {
            bytes[0] ^= 0x80
        }
        guard isLast else { return bytes }
        switch self.report {
        case .none:
            return bytes
        case .truncated:
            return Array(bytes.prefix(bytes.count / 2))
        case .corrupt:
            // Of a first packet the length's high byte, of a later one the sequence number.
            bytes[bytes[4] & 0x80 == 0 ? 4 : 5] ^= 0x15
            return bytes
        }
    }
}

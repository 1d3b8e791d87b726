/// An HID report of 64 bytes, or of another ``ReportSize``, CTAP 2.1, section 11.2.4.
package struct Packet: Equatable, Sendable {
    /// The report size of every token here, and of nearly all others.
    package static let byteCount = 64

    /// What an initialization packet has room for behind its header of 7.
    package static let initializationCapacity = Self.byteCount - 7

    /// What a continuation packet has room for behind its header of 5.
    package static let continuationCapacity = Self.byteCount - 5

    /// The highest sequence number; the bit above it marks an initialization packet.
    package static let highestSequence: UInt8 = 0x7F

    /// The channel that the packet belongs to.
    package var channel: ChannelID

    /// Whether it starts a message or continues one.
    package var kind: PacketKind

    /// The data field, padding included, as long as the kind has room for.
    package private(set) var data: [UInt8]

    /// A packet around data; they are padded with zeros, or cut to what there is room for.
    package init(
        channel: ChannelID,
        kind: PacketKind,
        data: ArraySlice<UInt8>,
        size: ReportSize = .standard
    ) {
        let capacity = kind.capacity(in: size)
        self.channel = channel
        self.kind = kind
        self.data = Array(data.prefix(capacity))
        self.data += [UInt8](repeating: 0, count: capacity - self.data.count)
    }

    /// Reads a report of exactly 64 bytes, or of exactly another size.
    package init(parsing bytes: [UInt8], size: ReportSize = .standard) throws(PacketError) {
        guard bytes.count == size.byteCount else { throw .wrongLength(byteCount: bytes.count) }
        self.channel = ChannelID(bytes: (bytes[0], bytes[1], bytes[2], bytes[3]))
        if bytes[4] & 0x80 != 0 {
            let length = UInt16(bytes[5]) << 8 | UInt16(bytes[6])
            self.kind = .initialization(Command(rawValue: bytes[4] & 0x7F), byteCount: length)
            self.data = Array(bytes[7...])
        } else {
            self.kind = .continuation(sequence: bytes[4])
            self.data = Array(bytes[5...])
        }
    }

    /// The report.
    package var bytes: [UInt8] {
        switch self.kind {
        case .initialization(let command, let byteCount):
            let length = [UInt8(truncatingIfNeeded: byteCount >> 8), UInt8(truncatingIfNeeded: byteCount)]
            return self.channel.bytes + [command.rawValue | 0x80] + length + self.data
        case .continuation(let sequence):
            return self.channel.bytes + [sequence & Self.highestSequence] + self.data
        }
    }
}

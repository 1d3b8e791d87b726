/// The size of the reports of an HID interface in one direction: 8 to 1,024 bytes, without a report ID.
///
/// Section 11.2.4 of CTAP 2.1 speaks of packets as large as the endpoint has them. Tokens here have 64 bytes; a host takes
/// what the report descriptor says.
package struct ReportSize: Hashable, Sendable {
    /// The size in bytes.
    package let byteCount: Int

    /// A size of 8 to 1,024 bytes; `nil` for less or more.
    package init?(byteCount: Int) {
        guard (8...1_024).contains(byteCount) else { return nil }
        self.byteCount = byteCount
    }

    private init(unchecked byteCount: Int) {
        self.byteCount = byteCount
    }

    /// The 64 bytes of every full-speed token.
    package static let standard = ReportSize(unchecked: Packet.byteCount)

    /// Number of data bytes behind an initialization packet's header of 7.
    package var initializationCapacity: Int { self.byteCount - 7 }

    /// Number of data bytes behind a continuation packet's header of 5.
    package var continuationCapacity: Int { self.byteCount - 5 }

    /// The longest payload of a message: one initialization and 128 continuation packets, and no more than BCNT can say.
    package var longestPayload: Int {
        let sequenceCount = Int(Packet.highestSequence) + 1
        return min(Int(UInt16.max), self.initializationCapacity + sequenceCount * self.continuationCapacity)
    }
}

/// The sizes of the reports of an HID interface in both directions.
package struct ReportSizes: Hashable, Sendable {
    /// From the device to the host.
    package var input: ReportSize

    /// From the host to the device.
    package var output: ReportSize

    /// Sizes of their own for each direction, 64 bytes unless given.
    package init(input: ReportSize = .standard, output: ReportSize = .standard) {
        self.input = input
        self.output = output
    }
}

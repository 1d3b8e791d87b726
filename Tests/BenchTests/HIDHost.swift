import Bench
import CTAPHID
import Testing

/// A USB host that has attached a chip and has a channel.
struct HIDHost {
    let channel: ChannelID
    private let chip: ChipHost
    private var reports: AsyncStream<[UInt8]>.Iterator

    init(_ chip: ChipHost, readPending: @escaping @Sendable () async -> Void = {}) async throws {
        self.chip = chip
        self.reports = await chip.attached(readPending: readPending).makeAsyncIterator()
        let request = try Message(channel: .broadcast, command: .initialize, payload: [1, 2, 3, 4, 5, 6, 7, 8])
        chip.reportArrived()
        await chip.hostReportReceived(request.packets[0].bytes)
        let answer = try Packet(parsing: try #require(await self.reports.next(isolation: #isolation)))
        let bytes = Array(answer.data[8..<12])
        self.channel = ChannelID(bytes: (bytes[0], bytes[1], bytes[2], bytes[3]))
    }

    /// Sends a packet that the chip takes at once.
    func send(_ packet: Packet) async {
        self.chip.reportArrived()
        await self.chip.hostReportReceived(packet.bytes)
    }

    mutating func next() async throws -> Packet {
        try Packet(parsing: try #require(await self.reports.next(isolation: #isolation)))
    }

    /// The code of the next report if it is an ERROR.
    mutating func nextError() async -> ErrorCode? {
        guard let packet = try? await self.next(), case .initialization(.error, _) = packet.kind else { return nil }
        return packet.data.first.map { ErrorCode(rawValue: $0) }
    }
}

/// Reports in a socket that nobody reads until it is asked for.
actor UnreadReports {
    private let chip: ChipHost
    private var reports: [[UInt8]] = []

    init(_ chip: ChipHost) {
        self.chip = chip
    }

    func add(_ reports: [[UInt8]]) {
        self.reports += reports
    }

    /// Reads all; the chip takes them in its turns.
    func read() {
        let reports = self.reports
        self.reports = []
        for _ in reports { self.chip.reportArrived() }
        let chip = self.chip
        Task { for report in reports { await chip.hostReportReceived(report) } }
    }
}

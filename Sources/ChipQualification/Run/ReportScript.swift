import CTAPHID
import ChipConnections
import FIDOMessages
import TokenQuality
import USBTransport

/// Packets to a USB key in an order that no client sends, and the packets that come back.
struct ReportScript: Sendable {
    /// A packet of any content, in reports of the key's size.
    struct RawPacket: Sendable {
        let channel: ChannelID
        /// The command with its top bit, or the sequence number.
        let first: UInt8
        /// The length that an initialization packet tells; `nil` for a continuation.
        var length: UInt16?
        var data: [UInt8] = []
        var padding: UInt8 = 0

        static func message(
            _ command: Command,
            on channel: ChannelID,
            length: UInt16,
            _ data: [UInt8] = []
        ) -> RawPacket {
            RawPacket(channel: channel, first: command.rawValue | 0x80, length: length, data: data)
        }

        func bytes(_ size: ReportSize) -> [UInt8] {
            var bytes = self.channel.bytes + [self.first]
            if let length = self.length {
                bytes += [UInt8(truncatingIfNeeded: length >> 8), UInt8(truncatingIfNeeded: length)]
            }
            bytes += self.data
            let missing = size.byteCount - bytes.count
            return missing > 0
                ? bytes + [UInt8](repeating: self.padding, count: missing) : Array(bytes.prefix(size.byteCount))
        }
    }

    /// A packet from the key with its time after the last one that was sent.
    struct Answer: Equatable, Sendable {
        let packet: Packet
        let milliseconds: UInt64

        /// The code of an ERROR message; `nil` for another packet.
        var error: ErrorCode? {
            guard case .initialization(.error, _) = self.packet.kind else { return nil }
            return self.packet.data.first.map { ErrorCode(rawValue: $0) }
        }

        func isMessage(_ command: Command, on channel: ChannelID) -> Bool {
            guard case .initialization(let found, _) = self.packet.kind else { return false }
            return found == command && self.packet.channel == channel
        }
    }
}

extension TestBed {
    /// The open channel and the report sizes of a USB key.
    func usbIdentity() async throws(CheckEnd) -> USBIdentity {
        guard case .usb(let identity) = await self.chip.identity else {
            throw .outcome(.skipped(reason: "the token is no USB key"))
        }
        return identity
    }

    func ownChannel() async throws(CheckEnd) -> ChannelID {
        if let channel = try await self.usbIdentity().channel { return channel.channel }
        do throws(ChipFault) {
            try await self.chip.openAgain()
        } catch {
            throw .connection(error)
        }
        guard let channel = try await self.usbIdentity().channel else {
            throw .outcome(.failed(expected: "a channel", found: "none"))
        }
        return channel.channel
    }

    /// Sends packets, and gives the first packet that comes back and is no keepalive; `nil` for silence.
    func script(
        _ packets: [ReportScript.RawPacket],
        listen time: Duration
    ) async throws(CheckEnd) -> ReportScript.Answer? {
        try await self.answers(packets, listen: time, most: 1).first
    }

    /// Sends packets, and gives what comes back in a time.
    func answers(
        _ packets: [ReportScript.RawPacket],
        listen time: Duration,
        most count: Int = 64
    ) async throws(CheckEnd) -> [ReportScript.Answer] {
        let sizes = try await self.usbIdentity().reports
        let reports = packets.map { $0.bytes(sizes.output) }
        let answers: [ReportScript.Answer]
        do throws(ChipFault) {
            answers = try await self.chip.reports(within: time + .seconds(5)) { pipes throws(USBError) in
                if !reports.isEmpty { try pipes.send(reports) }
                let start = ContinuousClock.now
                var answers: [ReportScript.Answer] = []
                while answers.count < count, !pipes.isGivenUp {
                    let left = time - (ContinuousClock.now - start)
                    guard left > .zero, let report = try pipes.receive(within: left) else { break }
                    guard let packet = try? Packet(parsing: report.bytes, size: sizes.input) else { continue }
                    if case .initialization(.keepalive, _) = packet.kind { continue }
                    let time = (report.time - start).microseconds / 1_000
                    answers.append(ReportScript.Answer(packet: packet, milliseconds: time))
                }
                return answers
            }
        } catch {
            throw .connection(error)
        }
        self.note(
            RecordedExchange(
                .ctaphid,
                request: reports.flatMap(\.self),
                response: answers.first.map { Array($0.packet.bytes) },
                microseconds: (answers.first?.milliseconds ?? 0) * 1_000
            )
        )
        return answers
    }
}

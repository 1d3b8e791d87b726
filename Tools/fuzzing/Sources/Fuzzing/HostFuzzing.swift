import CTAPHID

/// The host's end of CTAPHID: report descriptors, and tokens that answer anything at any time.
enum HostFuzzing {
    static func run(_ input: [UInt8]) {
        var reader = InputReader(input)
        switch reader.number(below: 3) {
        case 0: self.descriptor(reader.bytesToEnd())
        case 1: self.transaction(&reader)
        default: self.channel(&reader)
        }
    }

    private static func descriptor(_ bytes: [UInt8]) {
        guard let descriptor = try? HIDReportDescriptor(parsing: bytes) else { return }
        hold(!descriptor.topUsages.isEmpty, "an interface is for something")
        hold((0...65_535).contains(descriptor.inputByteCount), "an input report has a size")
        hold((0...65_535).contains(descriptor.outputByteCount), "an output report has a size")
        hold(
            descriptor.reportSizes.map { $0.input.byteCount == descriptor.inputByteCount } ?? true,
            "the size of reports is the descriptor's"
        )
    }

    private static func transaction(_ reader: inout InputReader) {
        let reports = self.reports(&reader)
        let commands: [Command] = [.cbor, .msg, .ping]
        let channel = ChannelID(rawValue: 1)
        let command = commands[reader.number(below: commands.count)]
        let payload = [UInt8](repeating: reader.byte(), count: reader.twoBytes() % 7_700)
        guard let request = try? Message(channel: channel, command: command, payload: payload, size: reports.output),
            let transaction = try? HostTransaction(request, startedAt: .zero, reports: reports)
        else { return hold(payload.count > reports.output.longestPayload, "a payload that fits makes a request") }
        self.play(transaction, on: channel, &reader) {
            hold($0.command == command, "the answer has the request's command")
        }
    }

    private static func channel(_ reader: inout InputReader) {
        let reports = self.reports(&reader)
        let channel = reader.flag() ? ChannelID.broadcast : ChannelID(rawValue: 1)
        let request = ChannelRequest(nonce: 0, on: channel, startedAt: .zero, reports: reports)
        self.play(request, on: channel, &reader) { opened in
            hold(opened.channel != .broadcast && opened.channel != .reserved, "a channel that is opened is one")
            hold(channel == .broadcast || opened.channel == channel, "a channel that is set back is the same")
        }
    }

    private static func reports(_ reader: inout InputReader) -> ReportSizes {
        ReportSizes(
            input: ReportSize(byteCount: 8 + reader.number(below: 100)) ?? .standard,
            output: ReportSize(byteCount: 8 + reader.number(below: 100)) ?? .standard
        )
    }

    /// Plays a token out of the input, then lets time pass until the end.
    private static func play<Exchange: HostExchange>(
        _ first: Exchange,
        on channel: ChannelID,
        _ reader: inout InputReader,
        check: (Exchange.Answer) -> Void
    ) {
        var exchange = first
        var now = Uptime.zero
        var end: HostStep<Exchange.Answer>?
        let limit = first.packets.count
        hold((1...129).contains(limit), "a request has at most 129 packets")
        while !reader.isAtEnd {
            let step: HostStep<Exchange.Answer>
            switch reader.number(below: 8) {
            case 0:
                now = now.advanced(byMilliseconds: UInt64(reader.twoBytes()))
                step = exchange.timePassed(to: now)
            case 1:
                step = exchange.cancelled(at: now)
            case 2:
                step = exchange.reportReceived(reader.bytes(reader.number(below: 130)), at: now)
            default:
                let size = exchange.reports.input.byteCount
                var report = (reader.number(below: 8) > 0 ? channel.bytes : reader.bytes(4)) + reader.bytes(size - 4)
                report += [UInt8](repeating: 0, count: size - report.count)
                step = exchange.reportReceived(report, at: now)
            }
            hold(end.map { $0 == step } ?? true, "the end stays")
            if case .wait(let until) = step { hold(until > now, "a wait is not over already") }
            if step.isFinal { end = step }
        }
        for _ in 0..<100 {
            guard let wake = exchange.nextWake else { break }
            now = max(now, wake)
            let step = exchange.timePassed(to: now)
            if step.isFinal { end = step }
        }
        guard let end, exchange.nextWake == nil else { return hold(false, "there is an end") }
        if case .answered(let answer) = end { check(answer) }
    }
}

import CTAPHID
import FIDOAuthenticator
import FIDOMessages

extension ChipHost {
    /// The reports the chip sends from now on, until it is pulled out; nothing if it is not plugged in.
    ///
    /// Whoever reads is sent everything, as every program is that has a HID device open.
    package func reports() -> AsyncStream<[UInt8]> {
        let (reports, stop) = self.reportHub.read()
        if !self.properties.connection.usb {
            stop()
        }
        return reports
    }

    /// A host outside of the bench has attached the chip.
    ///
    /// - Parameter readPending: Reads what the host has sent and nobody has read yet, and calls ``reportArrived()`` for each
    ///   report before it returns.
    /// - Returns: The reports that the chip sends.
    package func attached(readPending: @escaping @Sendable () async -> Void) async -> AsyncStream<[UInt8]> {
        // The port gives it power only now that a host has attached it.
        await self.portReset()
        self.readPending = readPending
        return self.reports()
    }

    /// The host has left, or the chip was pulled out.
    package func detached() {
        self.readPending = nil
        self.hostReports.forget()
    }

    /// A report of the host that has attached the chip is there; ``hostReportReceived(_:)`` follows in its turn.
    package nonisolated func reportArrived() {
        self.hostReports.reportArrived()
    }

    /// The next report of the host that has attached the chip.
    package func hostReportReceived(_ report: [UInt8]) async {
        await self.take(report, ofHost: true)
        self.hostReports.reportTaken()
    }

    /// A report came from the bench itself.
    package func reportReceived(_ report: [UInt8]) async {
        await self.take(report, ofHost: false)
    }

    private func take(_ report: [UInt8], ofHost isOfHost: Bool) async {
        _ = try? await self.takeTurn(ofHostReport: isOfHost) { () async throws(BenchRefusal) in
            guard self.properties.connection.usb else { return }
            let isCancelled = self.cancelKeptBack(by: report)
            if !isCancelled {
                await self.perform(self.chip.reportReceived(report, at: self.now))
            }
            await self.countReport()
        }
    }

    /// The host reset the port: the chip is as new, and stays plugged in.
    package func portReset() async {
        _ = try? await self.takeTurn { () async throws(BenchRefusal) in
            guard self.properties.connection.usb else { return }
            self.keptBack = []
            await self.perform(self.chip.pluggedIn(at: self.now))
        }
    }

    // MARK: Sending

    /// Lets an answer go, or keeps it back as the faults want it.
    func send(_ message: Message) async {
        let faults = self.properties.faults
        let isAnswer = message.command != .keepalive
        let keepalive = message.command == .cbor ? UInt64(faults.keepaliveMilliseconds) : 0
        let delay = UInt64(faults.answerDelayMilliseconds)
        guard isAnswer, keepalive > 0 || delay > 0 || !self.keptBack.isEmpty else { return await self.sendNow(message) }
        self.keptBack.append(
            KeptAnswer(
                message: message,
                due: self.now.advanced(byMilliseconds: keepalive).advanced(byMilliseconds: delay),
                nextKeepalive: keepalive > 0 ? self.now : nil
            )
        )
        await self.sendKeptBack(at: self.now)
    }

    /// Sends what was kept back for long enough, and a KEEPALIVE for what was not.
    func sendKeptBack(at now: Uptime) async {
        while let kept = self.keptBack.first, kept.due <= now {
            self.keptBack.removeFirst()
            await self.sendNow(kept.message)
        }
        guard let next = self.keptBack.first?.nextKeepalive, next <= now else { return }
        self.keptBack[0].nextKeepalive = now.advanced(byMilliseconds: KeptAnswer.keepaliveInterval)
        await self.sendNow(.keepalive(.processing, on: self.keptBack[0].message.channel))
    }

    /// CANCEL for an answer that is kept back: it is replaced, CTAP 2.1, section 11.2.9.1.5.
    private func cancelKeptBack(by report: [UInt8]) -> Bool {
        guard
            let packet = try? Packet(parsing: report), case .initialization(.cancel, 0) = packet.kind,
            let kept = self.keptBack.firstIndex(where: {
                $0.message.channel == packet.channel && $0.nextKeepalive != nil
            }),
            let message = try? Message(
                channel: packet.channel,
                command: .cbor,
                payload: [CTAP2StatusCode.keepaliveCancel.rawValue]
            )
        else { return false }
        if let cancel = try? Message(channel: packet.channel, command: .cancel, payload: []) {
            self.tell(self.listener.accepted(.message(cancel)))
        }
        self.keptBack[kept] = KeptAnswer(message: message, due: self.now, nextKeepalive: nil)
        return true
    }

    private func sendNow(_ message: Message) async {
        self.tell(self.listener.said(message))
        let packets = message.packets
        for (position, packet) in packets.enumerated() {
            guard self.properties.connection.usb else { return }
            self.reportHub.send(self.properties.faults.report(packet, isLast: position == packets.count - 1))
            await self.countReport()
        }
    }

    /// One more report has passed: the chip may be pulled out after it.
    private func countReport() async {
        guard let left = self.properties.faults.pulledOutAfter, self.properties.connection.usb else { return }
        guard left <= 1 else {
            self.properties.faults.pulledOutAfter = left - 1
            return
        }
        self.properties.faults.pulledOutAfter = nil
        await self.disconnect { $0.usb = false }
    }
}

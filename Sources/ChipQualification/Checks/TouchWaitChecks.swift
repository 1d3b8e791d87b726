import CTAPHID
import ChipConnections
import FIDOMessages
import TokenQuality
import USBTransport

extension Check {
    /// A wait for a touch that is cancelled; the user has to keep off.
    static let touchWaitChecks: [Check] = [
        Check(
            CheckDescription(
                "H22",
                .hid,
                clause: "11.2.9.1.7",
                "Keepalives come in time, and tell of the touch",
                .major
            ),
            on: .usb
        ) { bed throws(CheckEnd) in
            let wait = try await bed.sharedTouchWait()
            let longest = wait.keepalives.longestGap(untilResponseAt: wait.cancelledAt)
            guard longest <= 500 else {
                return .failed(expected: "at most 500 ms without a packet", found: "\(longest) ms")
            }
            guard longest <= 150 else {
                return .failed(expected: "at most 150 ms without a packet", found: "\(longest) ms", severity: .minor)
            }
            let needed = KeepaliveStatus.userPresenceNeeded.rawValue
            guard let index = wait.keepalives.statuses.firstIndex(of: needed),
                wait.keepalives.times[index] <= 1_000
            else {
                return .failed(
                    expected: "status 02 within 1 s",
                    found: "statuses \(hexadecimal(wait.keepalives.statuses))"
                )
            }
            return .passed(found: "\(wait.keepalives.count) keepalives, at most \(longest) ms apart")
        },
        Check(
            CheckDescription(
                "H20",
                .hid,
                clause: "11.2.9.1.5",
                "CANCEL ends a wait for a touch with status 2d",
                .major
            ),
            on: .usb
        ) { bed throws(CheckEnd) in
            let wait = try await bed.sharedTouchWait()
            guard let response = wait.response, let time = wait.responseAt else {
                return .failed(expected: "status 2d within 1 s", found: "silence")
            }
            let needed = time > wait.cancelledAt ? time - wait.cancelledAt : 0
            guard response == CTAP2StatusCode.keepaliveCancel.rawValue else {
                return .failed(expected: "status 2d", found: "status \(hexadecimal([response]))")
            }
            return needed <= 1_000
                ? .passed(found: "status 2d after \(needed) ms")
                : .failed(expected: "within 1 s", found: "after \(needed) ms")
        },
        Check(
            CheckDescription("H21", .hid, clause: "11.2.9.1.5", "CANCEL of nothing is ignored", .major),
            on: .usb
        ) { bed throws(CheckEnd) in
            _ = try await bed.ctap2Info()
            let own = try await bed.ownChannel()
            let answer = try await bed.script([.message(.cancel, on: own, length: 0)], listen: .seconds(1))
            guard answer == nil else { return .failed(expected: "silence", found: "a packet") }
            return try await bed.ping(bed.randomBytes(16))
        },
    ]
}

/// A makeCredential request that waits for a touch and is cancelled.
struct TouchWait: Sendable {
    var keepalives = KeepaliveSeries()

    /// Milliseconds from the request.
    var cancelledAt: UInt64 = 0
    var responseAt: UInt64?

    /// The status of the response.
    var response: UInt8?
}

extension TestBed {
    /// Time before the request is cancelled.
    private static let waitTime = Duration.milliseconds(1_500)

    /// The wait that several checks judge; one that a touch has ended is none.
    fileprivate func sharedTouchWait() async throws(CheckEnd) -> TouchWait {
        switch self.cancelledWait {
        case .known(let wait): return wait
        case .missing(let check): throw .outcome(.skipped(reason: "no wait for a touch, see \(check)"))
        case .unknown: break
        }
        self.cancelledWait = .missing(check: self.current)
        let wait = try await self.touchWait()
        if wait.response == CTAP2StatusCode.success.rawValue {
            throw .outcome(.inconclusive(reason: "the token was touched, and should not have been"))
        }
        self.cancelledWait = .known(wait)
        return wait
    }

    private func touchWait() async throws(CheckEnd) -> TouchWait {
        _ = try await self.ctap2Info()
        let own = try await self.ownChannel()
        let sizes = try await self.usbIdentity().reports
        let message = RawRequest.makeCredential(self).message
        guard
            let request = try? Message(channel: own, command: .cbor, payload: message, size: sizes.output),
            let packets = try? request.packets(of: sizes.output)
        else { throw .outcome(.inconclusive(reason: "the request does not fit the key's reports")) }
        let reports = packets.map(\.bytes)
        let cancel = ReportScript.RawPacket.message(.cancel, on: own, length: 0).bytes(sizes.output)
        do throws(ChipFault) {
            return try await self.chip.reports(within: .seconds(10)) { pipes throws(USBError) in
                var wait = TouchWait()
                try pipes.send(reports)
                let start = ContinuousClock.now
                func milliseconds(_ time: ContinuousClock.Instant) -> UInt64 { (time - start).microseconds / 1_000 }
                var isCancelled = false
                while ContinuousClock.now - start < .seconds(6), !pipes.isGivenUp {
                    if !isCancelled, ContinuousClock.now - start >= Self.waitTime {
                        isCancelled = true
                        wait.cancelledAt = milliseconds(.now)
                        try pipes.send([cancel])
                    }
                    guard let report = try pipes.receive(within: .milliseconds(20)),
                        let packet = try? Packet(parsing: report.bytes, size: sizes.input), packet.channel == own
                    else { continue }
                    switch packet.kind {
                    case .initialization(.keepalive, _):
                        guard !isCancelled else { continue }
                        wait.keepalives.add(packet.data.first ?? 0, at: milliseconds(report.time))
                    case .initialization:
                        wait.responseAt = milliseconds(report.time)
                        wait.response = packet.data.first
                        if !isCancelled { wait.cancelledAt = milliseconds(report.time) }
                        // The rest of a long response must not be taken for that of the next request.
                        while try pipes.receive(within: .milliseconds(100)) != nil {}
                        return wait
                    case .continuation:
                        continue
                    }
                }
                return wait
            }
        } catch {
            throw .connection(error)
        }
    }
}

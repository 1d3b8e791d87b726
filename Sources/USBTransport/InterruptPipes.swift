import BlockingCalls

/// The two interrupt endpoints of a claimed HID interface, used by one thread.
///
/// A transfer that reads is always under way while somebody waits, so that the time of a report is the time at which it came.
final class InterruptPipes {
    private let context: USBContext
    private let handle: USBHandle
    private let input: USBEndpoint
    private let output: USBEndpoint
    private let isGivenUp: () -> Bool

    private var received: [HIDReport] = []
    private var reader: USBTransfer?
    private var fault: USBError?

    /// Reports of no bytes, which some controllers put behind each report; they are skipped.
    private(set) var emptyReportCount = 0

    /// Interval at which a wait checks for cancellation.
    private static let slice = Duration.milliseconds(20)
    /// Timeout for a cancelled transfer to end.
    private static let cancellationTime = Duration.seconds(2)
    /// The most reports that are kept; a device that sends on its own is read no further.
    private static let reportLimit = 256

    init(
        of interface: USBInterface,
        _ handle: USBHandle,
        _ context: USBContext,
        isGivenUp: @escaping () -> Bool
    ) throws(USBError) {
        guard let input = interface.input, let output = interface.output else {
            throw .unusable(reason: "the interface has no interrupt endpoint in each direction")
        }
        self.context = context
        self.handle = handle
        self.input = input
        self.output = output
        self.isGivenUp = isGivenUp
    }

    /// Sends reports, all of them handed to the kernel before the first one is taken.
    func send(_ reports: [[UInt8]], within time: Duration) throws(USBError) {
        var failure: USBError?
        let transfers = try reports.map { report throws(USBError) in
            let transfer = try USBTransfer(capacity: report.count) { outcome in
                if case .failure(let error) = outcome, failure == nil { failure = error }
            }
            transfer.fill(report)
            return transfer
        }
        do throws(USBError) {
            for transfer in transfers { try self.handle.submit(transfer, to: self.output) }
        } catch {
            failure = error
        }
        let end = ContinuousClock.now + time
        while failure == nil, transfers.contains(where: \.isUnderWay) {
            guard ContinuousClock.now < end, !self.isGivenUp() else {
                failure = .timedOut
                break
            }
            self.context.handleEvents(within: Self.slice)
        }
        self.takeBack(transfers)
        if let failure { throw failure }
    }

    /// The next report; nil when the time has passed without one.
    func receive(within time: Duration) throws(USBError) -> HIDReport? {
        let end = ContinuousClock.now + time
        while true {
            if !self.received.isEmpty { return self.received.removeFirst() }
            if let fault = self.fault {
                self.fault = nil
                throw fault
            }
            try self.read()
            let rest = end - ContinuousClock.now
            guard rest > .zero, !self.isGivenUp() else { return nil }
            self.context.handleEvents(within: min(rest, Self.slice))
        }
    }

    /// Ends both halts, USB 2.0, section 9.4.5.
    func clearHalts() throws(USBError) {
        self.stop()
        try self.handle.clearHalt(of: self.input)
        try self.handle.clearHalt(of: self.output)
    }

    /// Takes the transfer back that reads; reports that have come are kept.
    func stop() {
        if let reader = self.reader { self.takeBack([reader]) }
        self.reader = nil
        self.fault = nil
    }

    private func read() throws(USBError) {
        guard self.received.count < Self.reportLimit else { return }
        let reader: USBTransfer
        if let transfer = self.reader {
            reader = transfer
        } else {
            reader = try USBTransfer(capacity: self.input.packetSize) { [weak self] outcome in self?.note(outcome) }
            self.reader = reader
        }
        if !reader.isUnderWay { try self.handle.submit(reader, to: self.input) }
    }

    private func note(_ outcome: Result<[UInt8], USBError>) {
        switch outcome {
        case .success(let bytes):
            if bytes.isEmpty {
                self.emptyReportCount += 1
            } else {
                self.received.append(HIDReport(bytes: bytes, time: .now))
            }
        case .failure(let error):
            self.fault = error
        }
    }

    private func takeBack(_ transfers: [USBTransfer]) {
        for transfer in transfers { transfer.cancel() }
        let end = ContinuousClock.now + Self.cancellationTime
        while transfers.contains(where: \.isUnderWay), ContinuousClock.now < end {
            self.context.handleEvents(within: Self.slice)
        }
        // libusb ends the process when a context goes before its transfers.
        if transfers.contains(where: \.isUnderWay) { self.handle.keepForever() }
    }
}

/// A report of an HID device, and the moment at which it came.
package struct HIDReport: Equatable, Sendable {
    package let bytes: [UInt8]
    package let time: ContinuousClock.Instant
}

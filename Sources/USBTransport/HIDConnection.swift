package import BlockingCalls

/// A connection to an HID interface of a USB device, which no other program has meanwhile.
///
/// Everything happens on one thread with a libusb context of its own. Each call has a time limit, after which the connection is
/// given up: it ends, and the kernel's driver gets the interface back.
package final class HIDConnection: Sendable {
    package let device: USBDevice
    package let interface: USBInterface

    private let thread: BlockingThread
    private let session: Session

    private init(_ device: USBDevice, _ interface: USBInterface, _ thread: BlockingThread, _ session: Session) {
        self.device = device
        self.interface = interface
        self.thread = thread
        self.session = session
    }

    /// Takes an interface of a device from the kernel's driver.
    package static func open(
        _ interface: USBInterface,
        of device: USBDevice,
        within time: Duration = .seconds(10)
    ) async throws(HIDFault) -> HIDConnection {
        let session = Session()
        let thread = BlockingThread(name: "USB connection") { session.close() }
        try await thread.call(within: time) { [weak thread] () throws(USBError) in
            try session.open(interface, of: device) { thread?.isGivenUp ?? true }
        }
        return HIDConnection(device, interface, thread, session)
    }

    /// Runs an exchange of reports on the connection's thread.
    ///
    /// - Parameters:
    ///   - time: The longest wait for all of it.
    ///   - body: Runs on the connection's thread; it gets what sends and receives reports.
    /// - Returns: What `body` returned.
    /// - Throws: ``HIDFault``.
    package func exchange<Result: Sendable>(
        within time: Duration,
        _ body: @escaping @Sendable (_ reports: borrowing HIDReports) throws(USBError) -> Result
    ) async throws(HIDFault) -> Result {
        let session = self.session
        let thread = self.thread
        return try await thread.call(within: time) { () throws(USBError) in
            let pipes = try session.opened().pipes
            return try body(HIDReports(pipes: pipes, thread: thread))
        }
    }

    /// A request on the control pipe that the device answers with bytes.
    package func read(
        _ request: USBControlRequest,
        byteCount: Int,
        within time: Duration = .seconds(2)
    ) async throws(HIDFault) -> [UInt8] {
        let session = self.session
        return try await self.thread.call(within: time + .seconds(1)) { () throws(USBError) in
            try session.opened().handle.read(request, byteCount: byteCount, within: time)
        }
    }

    /// Ends the halt of both endpoints.
    package func clearHalts(within time: Duration = .seconds(5)) async throws(HIDFault) {
        let session = self.session
        try await self.thread.call(within: time) { () throws(USBError) in
            try session.opened().pipes.clearHalts()
        }
    }

    /// Resets the port; the connection is of no use afterwards if the device comes back under another address.
    package func resetPort(within time: Duration = .seconds(10)) async throws(HIDFault) {
        let session = self.session
        try await self.thread.call(within: time) { () throws(USBError) in
            let opened = try session.opened()
            opened.pipes.stop()
            try opened.handle.reset()
        }
    }

    /// Ends the connection, and returns when the kernel's driver has the interface again.
    package func close() async {
        let session = self.session
        try? await self.thread.call(within: .seconds(5)) { () throws(USBError) in session.close() }
        // Also after the connection was given up.
        await self.thread.finish(within: .seconds(5))
    }
}

/// The reports of a connection, for one exchange.
package struct HIDReports: ~Copyable {
    fileprivate let pipes: InterruptPipes
    fileprivate let thread: BlockingThread

    /// Reports of no bytes that were skipped so far.
    package var emptyReportCount: Int { self.pipes.emptyReportCount }

    /// Whether the caller's time is over or its task cancelled.
    package var isGivenUp: Bool { self.thread.isGivenUp }

    /// Sends reports, each as long as the device's reports are.
    package func send(_ reports: [[UInt8]], within time: Duration = .seconds(2)) throws(USBError) {
        try self.pipes.send(reports, within: time)
    }

    /// The next report; nil when the time has passed without one.
    package func receive(within time: Duration) throws(USBError) -> HIDReport? {
        try self.pipes.receive(within: time)
    }
}

/// Error of a connection to an HID interface.
package typealias HIDFault = CallFault<USBError>

/// State of a connection's thread.
///
/// Sendable because only that thread touches it, one call after the other.
private final class Session: @unchecked Sendable {
    private var current: (handle: USBHandle, pipes: InterruptPipes)?

    func open(
        _ interface: USBInterface,
        of device: USBDevice,
        isGivenUp: @escaping () -> Bool
    ) throws(USBError) {
        let context = try USBContext()
        let handle = try context.handle(of: device)
        try handle.claim(interface)
        self.current = (handle, try InterruptPipes(of: interface, handle, context, isGivenUp: isGivenUp))
    }

    func opened() throws(USBError) -> (handle: USBHandle, pipes: InterruptPipes) {
        guard let current = self.current else { throw .gone }
        return current
    }

    func close() {
        self.current?.pipes.stop()
        self.current = nil
    }
}

import USBIP

/// An authenticator that sends back every report, and tells when it has power.
actor EchoKey: HIDPipe {
    private var sent: AsyncStream<[UInt8]>.Continuation?
    private(set) var connectionCount = 0
    private(set) var isConnected = false

    func connected(readPending: @escaping @Sendable () async -> Void) -> AsyncStream<[UInt8]> {
        let (reports, sent) = AsyncStream.makeStream(of: [UInt8].self)
        self.sent = sent
        self.connectionCount += 1
        self.isConnected = true
        return reports
    }

    nonisolated func reportArrived() {}

    func reportReceived(_ report: [UInt8]) {
        self.sent?.yield(report)
    }

    func disconnected() {
        self.sent?.finish()
        self.sent = nil
        self.isConnected = false
    }
}

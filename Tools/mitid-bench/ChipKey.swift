import Bench
import USBIP

/// A chip as the authenticator that is plugged into a USB port.
struct ChipKey: HIDPipe {
    let chip: ChipHost

    func connected(readPending: @escaping @Sendable () async -> Void) async -> AsyncStream<[UInt8]> {
        await self.chip.attached(readPending: readPending)
    }

    func reportArrived() {
        self.chip.reportArrived()
    }

    func reportReceived(_ report: [UInt8]) async {
        await self.chip.hostReportReceived(report)
    }

    /// Whoever detaches it leaves it plugged in; what it had begun ends when it is attached again.
    func disconnected() async {
        await self.chip.detached()
    }
}

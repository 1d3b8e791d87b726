import Bench
import USBIP

/// A chip as the authenticator that is plugged into a USB port.
struct ChipKey: HIDPipe {
    let chip: ChipHost

    func connected() async -> AsyncStream<[UInt8]> {
        // The port gives it power only now that a host has attached it.
        await self.chip.portReset()
        return await self.chip.reports()
    }

    func reportReceived(_ report: [UInt8]) async {
        await self.chip.reportReceived(report)
    }

    /// Whoever detaches it leaves it plugged in; what it had begun ends when it is attached again.
    func disconnected() async {}
}

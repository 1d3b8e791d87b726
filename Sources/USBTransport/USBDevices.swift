import Foundation
import Synchronization

/// The USB devices of this machine.
package enum USBDevices {
    /// The devices that are plugged in now; none of them is opened.
    package static func list() throws(USBError) -> [USBDevice] {
        try USBContext().devices()
    }

    /// Snapshots: the first at once, another after each change.
    ///
    /// - Parameter interval: How often it looks; reading the kernel's list costs well under a millisecond.
    /// - Returns: A stream that ends only with an error, which is a ``USBError``.
    package static func snapshots(
        every interval: Duration = .milliseconds(250)
    ) -> AsyncThrowingStream<[USBDevice], any Error> {
        AsyncThrowingStream(bufferingPolicy: .bufferingNewest(16)) { continuation in
            let task = Task {
                var last: [USBDevice]?
                do {
                    while true {
                        let devices = try Self.list()
                        if devices != last { continuation.yield(devices) }
                        last = devices
                        try await Task.sleep(for: interval)
                    }
                } catch is CancellationError {
                    continuation.finish()
                } catch {
                    continuation.finish(throwing: error)
                }
            }
            continuation.onTermination = { _ in task.cancel() }
        }
    }
}

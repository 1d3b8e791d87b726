/// An authenticator behind the HID interface of a device.
package protocol HIDPipe: Sendable {
    /// The device is attached to a host and has power; the reports that it sends from now on, 64 bytes each.
    func connected() async -> AsyncStream<[UInt8]>

    /// The host sent a report of 64 bytes; the next one comes when this returns.
    func reportReceived(_ report: [UInt8]) async

    /// The device is detached or pulled out and has no power any more.
    func disconnected() async
}

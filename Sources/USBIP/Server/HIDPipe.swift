/// An authenticator behind the HID interface of a device.
package protocol HIDPipe: Sendable {
    /// The device is attached to a host and has power.
    ///
    /// - Parameter readPending: Returns once all that is in the host's socket is read, ``reportArrived()`` called for each
    ///   report among it.
    /// - Returns: The reports that it sends from now on, 64 bytes each.
    func connected(readPending: @escaping @Sendable () async -> Void) async -> AsyncStream<[UInt8]>

    /// A report of the host is there, for ``reportReceived(_:)`` in its turn; called where sockets are read.
    func reportArrived()

    /// The host sent a report of 64 bytes; the next one comes when this returns.
    func reportReceived(_ report: [UInt8]) async

    /// The device is detached or pulled out and has no power any more.
    func disconnected() async
}

/// What a client says.
package enum USBIPRequest: Equatable, Sendable {
    case deviceList
    /// Nothing stands for a name that no port of this server has.
    case importDevice(BusID?)
    case submit(URB)
    case unlink(sequence: UInt32, victim: UInt32)
}

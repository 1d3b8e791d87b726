/// What no client of USB/IP says, and no server can go on after.
package enum USBIPError: Error, Equatable {
    case version(UInt16)
    case operation(UInt16)
    case command(UInt32)
    case direction(UInt32)
    case endpoint(UInt32)
    case transferLength(Int32)
    /// Isochronous packets, which no endpoint of these devices takes.
    case isochronousPackets(Int32)
}

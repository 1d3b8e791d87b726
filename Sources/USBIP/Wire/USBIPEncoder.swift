package import NIOCore

/// Replies to bytes of a USB/IP connection.
package struct USBIPEncoder: MessageToByteEncoder {
    package typealias OutboundIn = USBIPReply

    private static let pathLength = 256

    package init() {}

    package func encode(data: USBIPReply, out: inout ByteBuffer) {
        switch data {
        case .deviceList(let entries):
            Self.write(.deviceListReply, .done, to: &out)
            out.writeInteger(UInt32(clamping: entries.count))
            for entry in entries {
                Self.write(entry, to: &out)
                for interface in entry.interfaces {
                    out.writeMultipleIntegers(interface.code, interface.subclass, interface.protocol, UInt8(0))
                }
            }
        case .imported(let entry):
            Self.write(.importReply, .done, to: &out)
            Self.write(entry, to: &out)
        case .importRefused(let status):
            Self.write(.importReply, status, to: &out)
        case .completed(let completion):
            Self.write(.submitReply, completion.sequence, to: &out)
            out.writeMultipleIntegers(completion.status.rawValue, Int32(clamping: completion.length))
            // Start frame, number of packets, error count, and padding in the place of the setup packet.
            out.writeRepeatingByte(0, count: 20)
            out.writeBytes(completion.data)
        case .unlinked(let sequence, let status):
            Self.write(.unlinkReply, sequence, to: &out)
            out.writeInteger(status.rawValue)
            out.writeRepeatingByte(0, count: 24)
        }
    }

    private static func write(_ code: OperationCode, _ status: OperationStatus, to out: inout ByteBuffer) {
        out.writeMultipleIntegers(OperationCode.version, code.rawValue, status.rawValue)
    }

    /// A command's header; in a reply device, direction and endpoint are zero.
    private static func write(_ code: CommandCode, _ sequence: UInt32, to out: inout ByteBuffer) {
        out.writeMultipleIntegers(code.rawValue, sequence, UInt32(0), UInt32(0), UInt32(0))
    }

    private static func write(_ entry: DeviceEntry, to out: inout ByteBuffer) {
        // What `usbip list` shows of a device besides its numbers, so that it tells which device this is.
        Self.write("/mitid-tokens/\(entry.profile.serialNumber)", length: Self.pathLength, to: &out)
        Self.write("\(entry.busID)", length: BusID.byteCount, to: &out)
        out.writeMultipleIntegers(UInt32(BusID.bus), UInt32(entry.busID.port), USBDeviceProfile.speed)
        out.writeMultipleIntegers(entry.profile.vendorID, entry.profile.productID, entry.profile.release)
        // Class, subclass and protocol: the interfaces tell. The configuration in use, how many there are.
        out.writeMultipleIntegers(UInt8(0), UInt8(0), UInt8(0), UInt8(1), UInt8(1))
        out.writeInteger(UInt8(clamping: entry.interfaces.count))
    }

    /// Text with zeros after it.
    private static func write(_ text: String, length: Int, to out: inout ByteBuffer) {
        let bytes = text.utf8.prefix(length)
        out.writeBytes(bytes)
        out.writeRepeatingByte(0, count: length - bytes.count)
    }
}

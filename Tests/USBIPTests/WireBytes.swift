import NIOCore
import USBIP

/// What a client of USB/IP sends, as bytes.
enum WireBytes {
    static let deviceList: [UInt8] = [0x01, 0x11, 0x80, 0x05, 0, 0, 0, 0]

    static func importDevice(_ name: String) -> [UInt8] {
        let name = Array(name.utf8)
        return [0x01, 0x11, 0x80, 0x03, 0, 0, 0, 0] + name + [UInt8](repeating: 0, count: 32 - name.count)
    }

    static func submit(
        _ sequence: UInt32,
        _ endpoint: EndpointAddress,
        length: Int32,
        setup: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0],
        packetCount: Int32 = 0,
        data: [UInt8] = []
    ) -> [UInt8] {
        var out = ByteBuffer()
        let isIn: UInt32 = endpoint.rawValue >= 0x80 ? 1 : 0
        out.writeMultipleIntegers(UInt32(1), sequence, UInt32(0x0001_0001), isIn, UInt32(endpoint.rawValue & 0x0F))
        out.writeMultipleIntegers(UInt32(0x200), length, UInt32(0), packetCount, UInt32(0))
        out.writeBytes(setup + data)
        return Array(out.readableBytesView)
    }

    static func unlink(_ sequence: UInt32, victim: UInt32) -> [UInt8] {
        var out = ByteBuffer()
        out.writeMultipleIntegers(UInt32(2), sequence, UInt32(0x0001_0001), UInt32(0), UInt32(0), victim)
        out.writeRepeatingByte(0, count: 24)
        return Array(out.readableBytesView)
    }
}

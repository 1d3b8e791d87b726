import NIOCore
import Testing
import USBIP

@Suite struct USBIPEncoderTests {
    private static let entry = DeviceEntry(
        busID: BusID(port: 3),
        profile: USBDeviceProfile(vendorID: 0x1209, productID: 0x0001, product: "Chip", serialNumber: "CHIP-3"),
        interfaces: [.hid, .smartCard]
    )

    private static func bytes(_ reply: USBIPReply) -> [UInt8] {
        var out = ByteBuffer()
        USBIPEncoder().encode(data: reply, out: &out)
        return Array(out.readableBytesView)
    }

    private static func text(_ bytes: some Sequence<UInt8>) -> String {
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }

    @Test func anImportedDeviceIsDescribedInItsFields() {
        let bytes = Self.bytes(.imported(Self.entry))
        #expect(bytes.count == 8 + 312)
        #expect(bytes[..<8] == [0x01, 0x11, 0x00, 0x03, 0, 0, 0, 0])
        #expect(Self.text(bytes[8..<264]) == "/mitid-tokens/CHIP-3")
        #expect(Self.text(bytes[264..<296]) == "1-3")
        // Bus 1, device 3, full speed; 1209:0001, release 1.00; class by interface, one configuration, two interfaces.
        #expect(bytes[296..<308] == [0, 0, 0, 1, 0, 0, 0, 3, 0, 0, 0, 2])
        #expect(bytes[308...] == [0x12, 0x09, 0x00, 0x01, 0x01, 0x00, 0, 0, 0, 1, 1, 2])
    }

    @Test func aListHasTheInterfacesOfEachDevice() {
        let bytes = Self.bytes(.deviceList([Self.entry, Self.entry]))
        #expect(bytes.count == 12 + 2 * (312 + 8))
        #expect(bytes[..<12] == [0x01, 0x11, 0x00, 0x05, 0, 0, 0, 0, 0, 0, 0, 2])
        #expect(bytes.suffix(8) == [0x03, 0, 0, 0, 0x0B, 0, 0, 0])
        #expect(Self.bytes(.deviceList([])) == [0x01, 0x11, 0x00, 0x05, 0, 0, 0, 0, 0, 0, 0, 0])
    }

    @Test func aRefusedImportIsItsStatusAlone() {
        #expect(Self.bytes(.importRefused(.noSuchDevice)) == [0x01, 0x11, 0x00, 0x03, 0, 0, 0, 4])
    }

    @Test func completionsHaveAHeaderOf48Bytes() {
        let nothing = [UInt8](repeating: 0, count: 20)
        #expect(
            Self.bytes(.completed(URBCompletion(sequence: 7, sending: [0xAA, 0xBB])))
                == [0, 0, 0, 3, 0, 0, 0, 7] + [UInt8](repeating: 0, count: 12) + [0, 0, 0, 0, 0, 0, 0, 2] + nothing
                + [0xAA, 0xBB]
        )
        #expect(
            Self.bytes(.completed(URBCompletion(sequence: 7, takenLength: 64)))
                == [0, 0, 0, 3, 0, 0, 0, 7] + [UInt8](repeating: 0, count: 12) + [0, 0, 0, 0, 0, 0, 0, 64] + nothing
        )
        #expect(
            Self.bytes(.unlinked(sequence: 8, status: .unlinked))
                == [0, 0, 0, 4, 0, 0, 0, 8] + [UInt8](repeating: 0, count: 12) + [0xFF, 0xFF, 0xFF, 0x98]
                + [UInt8](repeating: 0, count: 24)
        )
    }
}

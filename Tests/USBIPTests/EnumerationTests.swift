import Testing
import USBIP

@Suite struct EnumerationTests {
    private static let getDescriptor: UInt8 = 6

    /// What Linux asks of a device that was plugged in, in this order.
    @Test func linuxFindsTheDeviceItWasTold() {
        var device = USBDevice.key()
        let short = device.asked(0x80, Self.getDescriptor, value: 0x0100, length: 64) ?? []
        #expect(short == [18, 1, 0, 2, 0, 0, 0, 64, 0x09, 0x12, 0x01, 0x00, 0x00, 0x01, 1, 2, 3, 1])
        #expect(device.asked(0x80, Self.getDescriptor, value: 0x0100, length: 18) == short)
        #expect(device.asked(0x80, Self.getDescriptor, value: 0x0600, length: 10) == nil)
        let header = device.asked(0x80, Self.getDescriptor, value: 0x0200, length: 9) ?? []
        let length = header.dropFirst(2).prefix(2).reversed().reduce(UInt16(0)) { $0 << 8 | UInt16($1) }
        let whole = device.asked(0x80, Self.getDescriptor, value: 0x0200, length: length) ?? []
        #expect(length > 32 && whole.count == Int(length) && whole.starts(with: header))
        #expect(device.asked(0x80, Self.getDescriptor, value: 0x0300, length: 255) == [4, 3, 0x09, 0x04])
        #expect(
            device.asked(0x80, Self.getDescriptor, value: 0x0303, index: 0x0409, length: 255)
                == [14, 3] + "CHIP-1".utf8.flatMap { [$0, 0] }
        )
        #expect(device.asked(0x80, 8, length: 1) == [0])
        #expect(device.asked(0x00, 9, value: 1) == [])
        #expect(device.asked(0x80, 8, length: 1) == [1])
        #expect(device.asked(0x21, 0x0A) == [])
        let report = device.asked(0x81, Self.getDescriptor, value: 0x2200, length: 34) ?? []
        // Usage page FIDO Alliance, usage authenticator: what udev takes for a security key.
        #expect(report.count == 34 && report.starts(with: [0x06, 0xD0, 0xF1, 0x09, 0x01]))
    }

    @Test(arguments: [true, false])
    func theConfigurationIsAChainOfWholeDescriptors(hasCard: Bool) throws {
        var device = USBDevice.key(hasCard: hasCard)
        let all = device.asked(0x80, Self.getDescriptor, value: 0x0200, length: 512) ?? []
        var types: [UInt8] = []
        var place = 0
        while place < all.count {
            try #require(all[place] >= 2)
            types.append(all[place + 1])
            place += Int(all[place])
        }
        #expect(place == all.count)
        #expect(types == [2, 4, 0x21, 5, 5] + (hasCard ? [4, 0x21, 5, 5, 5] : []))
        #expect(all[4] == (hasCard ? 2 : 1))
        // The report descriptor's length stands in the HID descriptor.
        #expect(all[9 + 9 + 7] == 34)
    }

    @Test func theReaderSaysWhatItsDriverWants() throws {
        var device = USBDevice.key()
        let all = device.asked(0x80, Self.getDescriptor, value: 0x0200, length: 512) ?? []
        let start = try #require(all.indices.first { all[$0...].starts(with: [54, 0x21]) })
        let own = all[start..<start + 54]
        #expect(own.dropFirst(6).prefix(4) == [2, 0, 0, 0])
        #expect(own.dropFirst(40).prefix(8) == [0xFE, 0x00, 0x04, 0x00, 0x00, 0x0C, 0x00, 0x00])
        // It follows its interface at once.
        #expect(all[start - 9..<start] == [9, 4, 1, 0, 3, 0x0B, 0, 0, 5])
    }

    @Test func whatTheDeviceDoesNotKnowStalls() {
        var device = USBDevice.configured(hasCard: false)
        #expect(device.asked(0x80, Self.getDescriptor, value: 0x0306, length: 255) == nil)
        #expect(device.asked(0x80, Self.getDescriptor, value: 0x0F00, length: 5) == nil)
        #expect(device.asked(0x00, 9, value: 2) == nil)
        #expect(device.asked(0xC0, 1, length: 4) == nil)
        #expect(device.asked(0x81, Self.getDescriptor, value: 0x2100, index: 1, length: 54) == nil)
        #expect(device.control(0x01, 0x0B, value: 1) == [.stalled(1000)])
        // An ABORT for a reader that is not there.
        #expect(device.control(0x21, 1, index: 1) == [.stalled(1000)])
        #expect(device.read(.ccidIn, 1) == [.stalled(1)])
        #expect(device.read(EndpointAddress(rawValue: 0x84), 2) == [.stalled(2)])
    }

    @Test func aTransferHasOneDirection() {
        var device = USBDevice.key()
        let setup = SetupPacket(requestType: 0x80, request: Self.getDescriptor, value: 0x0100, length: 18)
        let data = [UInt8](repeating: 0, count: 18)
        let transfer = URB(sequence: 1, endpoint: .control, length: 18, setup: setup, data: data)
        #expect(device.submitted(transfer) == [.stalled(1)])
    }

    @Test func nothingIsTransferredBeforeTheConfigurationIsSet() {
        var device = USBDevice.key()
        #expect(device.read(.hidIn, 1) == [.stalled(1)])
        #expect(device.write(.hidOut, 2, [UInt8](repeating: 0, count: 64)) == [.stalled(2)])
        #expect(device.asked(0x81, 0x0A, length: 1) == nil)
    }

    @Test func anEndpointHaltsUntilItIsCleared() {
        var device = USBDevice.configured()
        #expect(device.read(.hidIn, 1).isEmpty)
        #expect(device.control(0x02, 3, index: 0x81) == [.taken(1000, 0), .stalled(1)])
        #expect(device.asked(0x82, 0, index: 0x81, length: 2) == [1, 0])
        #expect(device.read(.hidIn, 2) == [.stalled(2)])
        #expect(device.control(0x02, 1, index: 0x81) == [.taken(1000, 0)])
        #expect(device.asked(0x82, 0, index: 0x81, length: 2) == [0, 0])
        #expect(device.read(.hidIn, 3).isEmpty)
    }

    @Test func theIdleRateIsKept() {
        var device = USBDevice.configured()
        #expect(device.control(0x21, 0x0A, value: 0x7D00) == [.taken(1000, 0)])
        #expect(device.asked(0xA1, 0x02, length: 1) == [0x7D])
    }
}

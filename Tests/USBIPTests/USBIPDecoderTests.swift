import NIOCore
import NIOEmbedded
import NIOTestUtils
import Testing
import USBIP

@Suite struct USBIPDecoderTests {
    private static let report = [UInt8](repeating: 0xA5, count: 64)
    private static let conversation: [(bytes: [UInt8], request: USBIPRequest)] = [
        (WireBytes.importDevice("1-2"), .importDevice(BusID(port: 2))),
        (
            WireBytes.submit(1, EndpointAddress(rawValue: 0x80), length: 64, setup: [0x80, 6, 0, 1, 0, 0, 64, 0]),
            .submit(
                URB(
                    sequence: 1,
                    endpoint: EndpointAddress(rawValue: 0x80),
                    length: 64,
                    setup: SetupPacket(requestType: 0x80, request: 6, value: 0x0100, length: 64)
                )
            )
        ),
        (
            WireBytes.submit(2, .hidOut, length: 64, data: Self.report),
            .submit(URB(sequence: 2, endpoint: .hidOut, length: 64, data: Self.report))
        ),
        // libccid asks for an extended APDU's answer with its header, and says that there are no packets with -1.
        (
            WireBytes.submit(3, .ccidIn, length: 65_556, packetCount: -1),
            .submit(URB(sequence: 3, endpoint: .ccidIn, length: 65_556))
        ),
        (WireBytes.unlink(4, victim: 3), .unlink(sequence: 4, victim: 3)),
    ]

    private static func decode(_ pieces: [[UInt8]]) throws -> [USBIPRequest] {
        let channel = EmbeddedChannel(handler: ByteToMessageHandler(USBIPDecoder()))
        defer { _ = try? channel.finish(acceptAlreadyClosed: true) }
        for piece in pieces {
            try channel.writeInbound(ByteBuffer(bytes: piece))
        }
        var requests: [USBIPRequest] = []
        while let request = try channel.readInbound(as: USBIPRequest.self) {
            requests.append(request)
        }
        return requests
    }

    @Test(arguments: [1, 2, 3, 47, 48, 49, 4096])
    func piecesOfAnySizeMakeTheSameRequests(_ size: Int) throws {
        let bytes = Self.conversation.flatMap(\.bytes)
        let pieces = stride(from: 0, to: bytes.count, by: size).map {
            Array(bytes[$0..<min($0 + size, bytes.count)])
        }
        #expect(try Self.decode(pieces) == Self.conversation.map(\.request))
    }

    @Test func aListOfDevicesMayBeAskedForMoreThanOnce() throws {
        try ByteToMessageDecoderVerifier.verifyDecoder(
            inputOutputPairs: [
                (ByteBuffer(bytes: WireBytes.deviceList), [.deviceList]),
                (ByteBuffer(bytes: WireBytes.deviceList), [.deviceList]),
            ],
            decoderFactory: { USBIPDecoder() }
        )
    }

    @Test(arguments: ["", "1", "1-", "2-1", "1-1.2", "1-70000", "1-01", "1--1", "usb1", "1-1 "])
    func aNameThatNoPortHasIsNoPort(_ name: String) throws {
        #expect(try Self.decode([WireBytes.importDevice(name)]) == [.importDevice(nil)])
    }

    @Test(arguments: [Int32(65_536), 1 << 30, .max, -1, .min])
    func aTransferFromTheHostThatIsTooLongIsRefusedByItsHeader(_ length: Int32) throws {
        let bytes = WireBytes.importDevice("1-1") + WireBytes.submit(1, .hidOut, length: length)
        #expect(throws: USBIPError.transferLength(length)) { try Self.decode([bytes]) }
    }

    @Test(arguments: [Int32(16 * 1024 * 1024 + 1), .max, -1])
    func aTransferToTheHostThatIsTooLongIsRefused(_ length: Int32) throws {
        let bytes = WireBytes.importDevice("1-1") + WireBytes.submit(1, .hidIn, length: length)
        #expect(throws: USBIPError.transferLength(length)) { try Self.decode([bytes]) }
    }

    @Test func whatNoClientSaysIsRefusedByName() throws {
        let imported = WireBytes.importDevice("1-1")
        #expect(throws: USBIPError.version(0x4745)) { try Self.decode([Array("GET / HTTP/1.1".utf8)]) }
        #expect(throws: USBIPError.operation(0x8006)) { try Self.decode([[0x01, 0x11, 0x80, 0x06, 0, 0, 0, 0]]) }
        #expect(throws: USBIPError.isochronousPackets(1)) {
            try Self.decode([imported + WireBytes.submit(1, .hidIn, length: 64, packetCount: 1)])
        }
        #expect(throws: USBIPError.command(9)) {
            try Self.decode([imported + [0, 0, 0, 9] + [UInt8](repeating: 0, count: 44)])
        }
        #expect(throws: USBIPError.direction(2)) {
            try Self.decode([imported + [0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 2] + Self.report])
        }
        #expect(throws: USBIPError.endpoint(16)) {
            try Self.decode([
                imported + [0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 16] + Self.report
            ])
        }
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func bytesWithoutSenseAreReadOrRefused(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var bytes = random.bytes(300)
        if !seed.isMultiple(of: 2) {
            bytes = Self.conversation.flatMap(\.bytes)
            for _ in 0..<4 {
                bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
        }
        // Whatever it is, it is no more than the bytes have room for.
        #expect(((try? Self.decode([bytes]))?.count ?? 0) <= 1 + bytes.count / 48)
    }
}

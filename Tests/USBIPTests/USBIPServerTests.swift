import Logging
import NIOCore
import ServiceLifecycle
import Testing
import USBIP

/// The time limit is there to end a hang; on a busy machine a test may well take a minute.
@Suite(.timeLimit(.minutes(10))) struct USBIPServerTests {
    private static let importLength = 8 + 312
    private static let setConfiguration = WireBytes.submit(1, .control, length: 0, setup: [0, 9, 1, 0, 0, 0, 0, 0])

    /// Runs a server for as long as `body` speaks to it.
    private static func serving(
        limits: ServerLimits = ServerLimits(),
        _ body: @Sendable @escaping (USBIPServer, Int) async throws -> Void
    ) async throws {
        let (ports, listening) = AsyncStream.makeStream(of: Int.self)
        let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        let server = USBIPServer(port: 0, limits: limits, logger: logger) { listening.yield($0) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run() }
            for await port in ports {
                try await body(server, port)
                break
            }
            group.cancelAll()
        }
    }

    private static func device(_ key: EchoKey, serialNumber: String = "CHIP-1") -> ExportedDevice {
        ExportedDevice(
            profile: USBDeviceProfile(product: "Chip", serialNumber: serialNumber),
            hid: key,
            card: SlowCard()
        )
    }

    /// The status of an import, and of a device that was imported and set up.
    private static func importDevice(_ name: String, _ client: Client) async throws -> UInt8? {
        try await client.send(WireBytes.importDevice(name))
        let status = try await client.receive(8).last
        if status == 0 {
            _ = try await client.receive(Self.importLength - 8)
            try await client.send(Self.setConfiguration)
            #expect(try await client.receive(48)[7] == 1)
        }
        return status
    }

    private static func attach(_ name: String, _ client: Client) async throws {
        let status = try await Self.importDevice(name, client)
        #expect(status == 0)
    }

    @Test func devicesAreListedWhileTheyArePluggedIn() async throws {
        try await Self.serving { server, port in
            let places = (1...3).map { server.plug(Self.device(EchoKey(), serialNumber: "CHIP-\($0)")) }
            #expect(places.map { $0?.description } == ["1-1", "1-2", "1-3"])
            let second = try #require(places[1])
            await server.unplug(second)
            let list = try await Client.with(port: port) { client in
                try await client.send(WireBytes.deviceList)
                // It closes when it has answered.
                return try await client.receive(100_000)
            }
            #expect(list.count == 12 + 2 * (312 + 8))
            #expect(server.plug(Self.device(EchoKey()))?.description == "1-2")
        }
    }

    @Test func aReportGoesThereAndBack() async throws {
        try await Self.serving { server, port in
            let key = EchoKey()
            _ = server.plug(Self.device(key))
            try await Client.with(port: port) { client in
                try await Self.attach("1-1", client)
                let report = (0..<64).map { UInt8($0) }
                try await client.send(WireBytes.submit(2, .hidIn, length: 64))
                try await client.send(WireBytes.submit(3, .hidOut, length: 64, data: report))
                var replies: [UInt8: [UInt8]] = [:]
                for _ in 0..<2 {
                    let header = try await client.receive(48)
                    replies[header[7]] = header[7] == 2 ? try await client.receive(64) : []
                }
                #expect(replies == [2: report, 3: []])
            }
        }
    }

    @Test func aTransferIsTakenBack() async throws {
        try await Self.serving { server, port in
            _ = server.plug(Self.device(EchoKey()))
            try await Client.with(port: port) { client in
                try await Self.attach("1-1", client)
                try await client.send(WireBytes.submit(2, .hidIn, length: 64) + WireBytes.unlink(3, victim: 2))
                #expect(try await client.receive(48)[4..<24].elementsEqual([0, 0, 0, 3] + Self.zeros(12) + Self.reset))
            }
        }
    }

    private static let reset: [UInt8] = [0xFF, 0xFF, 0xFF, 0x98]

    private static func zeros(_ count: Int) -> [UInt8] {
        [UInt8](repeating: 0, count: count)
    }

    @Test func aDeviceHasOneHostAtATime() async throws {
        try await Self.serving { server, port in
            _ = server.plug(Self.device(EchoKey()))
            try await Client.with(port: port) { client in
                try await Self.attach("1-1", client)
                for (name, expected) in [("1-1", 2), ("1-2", 4), ("nonsense", 4)] as [(String, UInt8)] {
                    let status = try await Client.with(port: port) { try await Self.importDevice(name, $0) }
                    #expect(status == expected)
                }
            }
        }
    }

    @Test func aDeviceThatIsPulledOutEndsItsConnectionAndItsPower() async throws {
        try await Self.serving { server, port in
            let key = EchoKey()
            let place = try #require(server.plug(Self.device(key)))
            try await Client.with(port: port) { client in
                try await Self.attach("1-1", client)
                let connectionCount = await key.connectionCount
                #expect(connectionCount == 1)
                // In the middle of a command to the card.
                try await client.send(WireBytes.submit(2, .ccidOut, length: 10, data: [0x62] + Self.zeros(9)))
                _ = try await client.receive(48)
                await server.unplug(place)
                let isConnected = await key.isConnected
                #expect(!isConnected)
                let received = try await client.receive(48)
                #expect(received.isEmpty)
            }
            #expect(server.plug(Self.device(key)) == place)
            try await Client.with(port: port) { client in
                try await Self.attach("1-1", client)
                let connectionCount = await key.connectionCount
                #expect(connectionCount == 2)
            }
        }
    }

    @Test func whoAsksForNothingIsTurnedAwayInTheEnd() async throws {
        var limits = ServerLimits()
        limits.requestTime = .milliseconds(20)
        try await Self.serving(limits: limits) { _, port in
            let received = try await Client.with(port: port) { try await $0.receive(1) }
            #expect(received.isEmpty)
        }
    }

    @Test func thereAreNoMoreConnectionsThanAllowed() async throws {
        var limits = ServerLimits()
        limits.connections = 1
        try await Self.serving(limits: limits) { server, port in
            _ = server.plug(Self.device(EchoKey()))
            try await Client.with(port: port) { client in
                try await Self.attach("1-1", client)
                // Closed, or reset, before it could ask.
                let other = try? await Client.with(port: port) { try await $0.receive(1) }
                #expect(other?.isEmpty != false)
                let endpoint = EndpointAddress(rawValue: 0x80)
                try await client.send(WireBytes.submit(9, endpoint, length: 1, setup: [0x80, 8, 0, 0, 0, 0, 1, 0]))
                #expect(try await client.receive(49).last == 1)
            }
        }
    }

    @Test func aCardThatTakesLongHasItsHostWait() async throws {
        var limits = ServerLimits()
        // Long enough for the power to come on, however busy this machine is.
        limits.cardTime = .milliseconds(500)
        try await Self.serving(limits: limits) { server, port in
            _ = server.plug(Self.device(EchoKey()))
            try await Client.with(port: port) { client in
                try await Self.attach("1-1", client)
                let powerOn = [0x62] + Self.zeros(9)
                let block: [UInt8] = [0x6F, 5, 0, 0, 0, 0, 1, 0, 0, 0, 1, 2, 3, 4, 5]
                try await client.send(WireBytes.submit(2, .ccidOut, length: 10, data: powerOn))
                try await client.send(WireBytes.submit(3, .ccidIn, length: 1000))
                _ = try await client.receive(48 + 48 + 12)
                try await client.send(WireBytes.submit(4, .ccidOut, length: 15, data: block))
                for sequence in 5..<8 as Range<UInt32> {
                    try await client.send(WireBytes.submit(sequence, .ccidIn, length: 1000))
                }
                _ = try await client.receive(48)
                for _ in 0..<3 {
                    #expect(try await client.receive(58).suffix(10) == [0x80, 0, 0, 0, 0, 0, 1, 0x80, 1, 0])
                }
            }
        }
    }
}

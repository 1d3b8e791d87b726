import Bench
import BenchSupport
import CTAPHID
import CanonicalCBOR
import FIDOAuthenticator
import Foundation
import Logging
import OTPCore
import OTPDevices

/// A bench with one chip that is plugged in, and the requests of a platform.
struct ChipDesk {
    static let clientDataHash = [UInt8](repeating: 0xC1, count: 32)

    let registry: DeviceRegistry
    let chip: ChipHost

    init(
        store: any DeviceStore = MemoryStore(),
        uptime: UptimeClock = .machine(),
        profile: AuthenticatorProfile = .full,
        presence: PresenceSetting = PresenceSetting(mode: .accept),
        connection: ChipConnection = ChipConnection(usb: true)
    ) async throws {
        self.registry = try await DeviceRegistry(
            store: store,
            wall: { .seconds(59) },
            random: { count in (0..<count).map { _ in UInt8.random(in: 0...255) } },
            chips: ChipSurroundings(environments: TestChips(), uptime: uptime),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        let serialNumber = try SerialNumber("C1")
        if (try? await self.registry.chip(serialNumber)) == nil {
            let description = ChipDescription(
                profile: profile,
                serialNumber: serialNumber,
                connection: connection,
                presence: presence
            )
            _ = try await self.registry.add([.chip(description)])
        }
        self.chip = try await self.registry.chip(serialNumber)
    }

    /// One CTAP2 request over USB; the answer with its status first.
    func ask(_ request: [UInt8]) async throws -> [UInt8] {
        try await self.chip.exchange(.cbor, request).answer.payload
    }

    /// authenticatorMakeCredential, CTAP 2.1, section 6.1.
    static func makeCredential(user: UInt8, isDiscoverable: Bool = true) -> [UInt8] {
        var writer = CBORWriter(after: [0x01])
        writer.map { members in
            members.add(1) { $0.byteString(Self.clientDataHash) }
            members.add(2) { value in value.map { $0.add("id") { $0.textString("bank.example") } } }
            members.add(3) { value in
                value.map { user_ in
                    user_.add("id") { $0.byteString([user]) }
                    user_.add("name") { $0.textString("Anna Hemmelig") }
                }
            }
            members.add(4) { value in
                value.array(count: 1)
                value.map { entry in
                    entry.add("alg") { $0.integer(-7) }
                    entry.add("type") { $0.textString("public-key") }
                }
            }
            if isDiscoverable {
                members.add(7) { value in value.map { $0.add("rk") { $0.boolean(true) } } }
            }
        }
        return writer.bytes
    }

    /// authenticatorGetAssertion, CTAP 2.1, section 6.2, with whatever credential there is.
    static var getAssertion: [UInt8] {
        var writer = CBORWriter(after: [0x02])
        writer.map { members in
            members.add(1) { $0.textString("bank.example") }
            members.add(2) { $0.byteString(Self.clientDataHash) }
        }
        return writer.bytes
    }

    /// Waits for the chip's light to blink.
    static func untilItBlinks(_ reader: inout EventReader) async {
        while let batch = await reader.nextBatch() {
            for event in batch.events {
                if case .light(.blinking) = event.event.occurrence {
                    return
                }
            }
        }
    }
}

/// Moves a clock on in steps until a piece of work is done.
///
/// A step is made only when the work waits: it has not read the clock for some milliseconds. Otherwise the time limits of a
/// chip would pass while the machine is busy with something else.
func advancing<Result: Sendable>(
    _ uptime: ManualUptime,
    by step: UInt64,
    while work: @escaping @Sendable () async throws -> Result
) async throws -> Result {
    let task = Task { try await work() }
    let mover = Task {
        var readings = uptime.readings
        var quietChecks = 0
        while !Task.isCancelled {
            try? await Task.sleep(for: .milliseconds(2))
            let isQuiet = uptime.readings == readings
            readings = uptime.readings
            quietChecks = isQuiet ? quietChecks + 1 : 0
            guard quietChecks >= 3 else { continue }
            quietChecks = 0
            uptime.advance(byMilliseconds: step)
        }
    }
    defer { mover.cancel() }
    return try await task.value
}

import Bench
import BenchSupport
import Logging
import OTPCore
import OTPDevices
import Synchronization

/// A bench whose machine clock only moves when a test says so.
struct TestBench {
    final class Wall: Sendable {
        private let milliseconds = Mutex<Int64>(0)

        var now: Instant { Instant(milliseconds: self.milliseconds.withLock { $0 }) }

        func set(_ instant: Instant) {
            self.milliseconds.withLock { $0 = instant.milliseconds }
        }
    }

    /// The secret of RFC 4226, appendix D.
    static let secret = Array("12345678901234567890".utf8)

    let wall = Wall()
    let registry: DeviceRegistry

    init(store: any DeviceStore = MemoryStore(), at seconds: Int64 = 59) async throws {
        let wall = self.wall
        wall.set(.seconds(seconds))
        self.registry = try await DeviceRegistry(
            store: store,
            wall: { wall.now },
            random: { count in (0..<count).map { _ in UInt8.random(in: 0...255) } },
            chips: ChipSurroundings(environments: TestChips()),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
    }

    func add(
        _ kind: OTPKind = .codeDisplay,
        serial: String = "A",
        profile: DeviceProfile? = nil,
        counter: UInt64 = 0
    ) async throws -> OTPHost {
        let serialNumber = try SerialNumber(serial)
        let description = OTPDescription(
            kind: kind,
            profile: profile.map { NamedProfile(name: nil, profile: $0) },
            serialNumber: serialNumber,
            secret: Self.secret,
            counter: counter
        )
        _ = try await self.registry.add([.otp(description)])
        return try await self.registry.otp(serialNumber)
    }
}

extension OTPView {
    var text: String? { self.display.frame?.text }
}

import Bench
import HTTPService
import Hummingbird
import OTPCore

extension DeviceRegistry {
    /// The device a path names.
    func device(in context: BasicRequestContext) throws(Problem) -> Device {
        try Self.find(in: context) { serialNumber throws(BenchRefusal) in try self.device(serialNumber) }
    }

    /// The code display or reader a path names.
    func otp(in context: BasicRequestContext) throws(Problem) -> OTPHost {
        try Self.find(in: context) { serialNumber throws(BenchRefusal) in try self.otp(serialNumber) }
    }

    /// The chip a path names.
    func chip(in context: BasicRequestContext) throws(Problem) -> ChipHost {
        try Self.find(in: context) { serialNumber throws(BenchRefusal) in try self.chip(serialNumber) }
    }

    private static func find<Found>(
        in context: BasicRequestContext,
        _ look: (SerialNumber) throws(BenchRefusal) -> Found
    ) throws(Problem) -> Found {
        let text = try context.pathPart("serial")
        guard let serialNumber = try? SerialNumber(text) else { throw .unknownDevice(text) }
        do {
            return try look(serialNumber)
        } catch {
            throw Problem(error)
        }
    }
}

/// Runs what the bench may refuse, and tells the refusal as a problem.
func answering<Result: Sendable>(
    _ body: () async throws(BenchRefusal) -> Result
) async throws(Problem) -> Result {
    do {
        return try await body()
    } catch {
        throw Problem(error)
    }
}

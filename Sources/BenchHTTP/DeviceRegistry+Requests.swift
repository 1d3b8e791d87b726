import Bench
import HTTPService
import Hummingbird
import OTPCore

extension DeviceRegistry {
    /// The device a path names.
    func host(in context: BasicRequestContext) throws(Problem) -> OTPHost {
        let text = try context.pathPart("serial")
        guard let serialNumber = try? SerialNumber(text) else { throw .unknownDevice(text) }
        do {
            return try self.host(serialNumber)
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

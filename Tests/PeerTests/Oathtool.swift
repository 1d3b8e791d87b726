import Foundation
import ProgramSupport

/// `oathtool` of the OATH Toolkit, a program nobody here wrote.
///
/// It knows 6 to 8 digits, SHA-1 alone for HOTP, and no time before 1970.
enum Oathtool {
    static let program = Program.installed("oathtool")

    /// Why its tests are skipped where it is missing.
    static let absence = "oathtool is not installed (apt-get install oathtool)"

    static func run(_ arguments: [String]) async throws -> ProgramResult {
        guard let program = Self.program else { throw ProgramError(Self.absence) }
        return try await program.run(arguments)
    }
}

import ChipConnections
import ChipQualification
import CommandLineTool
import FIDOClient
import Foundation

/// A run of checks on one token, from its connection to its report.
enum ChipJudgement {
    /// Runs the checks on the token at a place; a token that cannot be opened has a result, too.
    static func judge(
        _ run: QualificationRun,
        _ place: ChipPlace,
        terms: ChangeTerms = .none,
        report: @escaping @Sendable (RunEvent) -> Void
    ) async -> Qualification {
        let chip: Chip
        do throws(ChipFault) {
            chip = try await Self.open(place)
        } catch {
            var result = Qualification(run.options, place, startedAt: Date())
            result.cut = error.description
            return result
        }
        let result = await run.run(on: chip, terms: terms, report: report)
        await chip.close()
        return result
    }

    /// Opens the token; one that does not answer INIT or SELECT is judged all the same.
    private static func open(_ place: ChipPlace) async throws(ChipFault) -> Chip {
        do throws(ChipFault) {
            return try await Chip.open(place)
        } catch {
            switch error.cause {
            case .timedOut, .stalled, .transport, .wrongPacket, .wrongResponse, .refused:
                return try await Chip.connect(place)
            default: throw error
            }
        }
    }

    /// Writes the report of one token.
    static func write(_ result: Qualification, _ digest: String?, to folder: URL) throws {
        do {
            try ReportFiles(result, tool: "mitid-token", profileDigest: digest).write(to: folder)
        } catch {
            throw UnusableInput("--report \(folder.relativePath): cannot be written")
        }
    }
}

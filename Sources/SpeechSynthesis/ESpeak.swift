import Subprocess
import SystemPackage

/// The synthesiser `espeak-ng`, run as a program for each phrase.
package struct ESpeak: Synthesizer {
    /// The program's name, looked for in `PATH`, or its path.
    private let program: String

    /// No phrase of a device is longer; a runaway program is cut off here: a minute and a half of sound.
    private static let soundLimit = 4 << 20
    private static let patience = Duration.seconds(10)

    package init(program: String = "espeak-ng") {
        self.program = program
    }

    package func speak(
        _ words: String,
        language: String,
        wordsPerMinute: Int
    ) async throws(VoiceError) -> Waveform {
        let bytes = try await self.output(
            of: ["-v", language, "-s", "\(wordsPerMinute)", "-b", "1", "--stdout", words]
        )
        do {
            return try Waveform(parsingWAVE: bytes)
        } catch {
            throw .unusableSound(error)
        }
    }

    private func output(of arguments: [String]) async throws(VoiceError) -> [UInt8] {
        let executable: Executable =
            self.program.contains("/") ? .path(FilePath(self.program)) : .name(self.program)
        do {
            return try await withThrowingTaskGroup(of: [UInt8].self) { group in
                group.addTask {
                    let result = try await run(
                        executable,
                        arguments: Arguments(arguments),
                        input: .none,
                        output: .bytes(limit: Self.soundLimit),
                        error: .string(limit: 4096)
                    )
                    guard result.terminationStatus.isSuccess else {
                        let said = result.standardError.split(separator: "\n").first.map { String($0) }
                        throw VoiceError.programFailed(self.program, reason: said ?? "\(result.terminationStatus)")
                    }
                    return result.standardOutput
                }
                group.addTask {
                    try await Task.sleep(for: Self.patience)
                    throw VoiceError.programFailed(self.program, reason: "it took more than \(Self.patience)")
                }
                defer { group.cancelAll() }
                return try await group.next() ?? []
            }
        } catch let error as VoiceError {
            throw error
        } catch let error as SubprocessError where error.code == .executableNotFound {
            throw .programNotFound(self.program)
        } catch {
            throw .programFailed(self.program, reason: "\(error)")
        }
    }
}

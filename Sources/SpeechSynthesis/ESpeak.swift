import Subprocess

/// The synthesiser `espeak-ng`, run as a program for each phrase.
///
/// The time limit is kept by coreutils' `timeout`: it begins when the program does. A limit of our own would also count the
/// time that a busy service takes to start the program and to read its output.
package struct ESpeak: Synthesizer {
    /// The program's name, looked for in `PATH`, or its path.
    private let program: String

    /// No phrase of a device is longer; a runaway program is cut off here: a minute and a half of sound.
    private static let soundLimit = 4 << 20
    private static let timeLimit = 10

    /// The exit statuses of `timeout`.
    private static let timedOut: TerminationStatus.Code = 124
    private static let notFound: TerminationStatus.Code = 127
    private static let killed: TerminationStatus.Code = 128 + 9
    private static let killSignal: TerminationStatus.Code = 9

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
        do {
            let result = try await run(
                .name("timeout"),
                arguments: Arguments(["--kill-after=1", "\(Self.timeLimit)", self.program] + arguments),
                input: .none,
                output: .bytes(limit: Self.soundLimit),
                error: .string(limit: 4096)
            )
            switch result.terminationStatus {
            case .exited(0):
                return result.standardOutput
            case .exited(Self.notFound):
                throw VoiceError.programNotFound(self.program)
            case .exited(Self.timedOut), .exited(Self.killed), .signaled(Self.killSignal):
                let reason = "it took more than \(Self.timeLimit) seconds"
                throw VoiceError.programFailed(self.program, reason: reason)
            case let status:
                let line = result.standardError.split(separator: "\n").first.map { String($0) }
                throw VoiceError.programFailed(self.program, reason: line ?? "\(status)")
            }
        } catch let error as VoiceError {
            throw error
        } catch {
            throw .programFailed(self.program, reason: "\(error)")
        }
    }
}

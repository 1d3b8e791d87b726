/// Why there is no sound.
package enum VoiceError: Error, Equatable, Sendable {
    /// The voice is switched off.
    case silenced
    /// There is no such program to speak with.
    case programNotFound(String)
    /// The program did not speak; with the first line of what it said instead.
    case programFailed(String, reason: String)
    /// What the program wrote is no sound that can be used.
    case unusableSound(WAVEError)
    /// There are no words in what is to be said.
    case nothingToSay
    /// The program's sounds do not fit together.
    case changingSampleRate
}

extension VoiceError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .silenced: "the voice is switched off"
        case .programNotFound(let program):
            "there is no program '\(program)' to speak with; Debian's package espeak-ng has one"
        case .programFailed(let program, let reason): "'\(program)' did not speak: \(reason)"
        case .unusableSound(let error): "the speech program wrote \(error)"
        case .nothingToSay: "there is nothing to say"
        case .changingSampleRate: "the speech program changed its sample rate from one phrase to the next"
        }
    }
}

/// Why bytes are no sound that can be used.
package enum WAVEError: Error, Equatable, Sendable {
    /// They do not begin as a RIFF WAVE file does.
    case noWAVE
    /// They end before the sound begins.
    case truncated
    /// The sound stands before the description of its format.
    case noFormat
    /// It is not PCM of 16 bits on one channel.
    case unsupportedFormat(format: Int, channels: Int, bits: Int)
}

extension WAVEError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noWAVE: "no RIFF WAVE file"
        case .truncated: "a WAVE file that ends before its sound"
        case .noFormat: "a WAVE file that does not say its format"
        case .unsupportedFormat(let format, let channels, let bits):
            "a WAVE file of format \(format) with \(channels) channels of \(bits) bits, not PCM, mono, 16 bit"
        }
    }
}

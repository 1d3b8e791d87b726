/// Sound as linear PCM: one channel of signed 16-bit samples.
package struct Waveform: Equatable, Sendable {
    /// Samples a second.
    package let sampleRate: Int
    package private(set) var samples: [Int16]

    package init(sampleRate: Int, samples: [Int16] = []) {
        self.sampleRate = sampleRate
        self.samples = samples
    }

    package var milliseconds: Int {
        self.sampleRate > 0 ? self.samples.count * 1000 / self.sampleRate : 0
    }

    /// The sound without the silence around it; what is no louder than `threshold`, 0 to 32,767, is silence.
    package func trimmed(threshold: Int16) -> Waveform {
        let isHeard = { (sample: Int16) in sample.magnitude > threshold.magnitude }
        guard let first = self.samples.firstIndex(where: isHeard),
            let last = self.samples.lastIndex(where: isHeard)
        else {
            return Waveform(sampleRate: self.sampleRate)
        }
        return Waveform(sampleRate: self.sampleRate, samples: Array(self.samples[first...last]))
    }

    /// Each sample `gain` times as large, and never beyond what 16 bits hold.
    package mutating func amplify(by gain: Float) {
        for index in self.samples.indices {
            let louder = (Float(self.samples[index]) * gain).rounded()
            self.samples[index] = Int16(max(Float(Int16.min), min(Float(Int16.max), louder)))
        }
    }

    /// Adds sound of the same sample rate at the end.
    package mutating func append(_ other: Waveform) {
        self.samples.append(contentsOf: other.samples)
    }

    package mutating func appendSilence(milliseconds: Int) {
        self.samples.append(contentsOf: repeatElement(0, count: max(0, milliseconds) * self.sampleRate / 1000))
    }

    /// Only the beginning is left, the sound having been cut off.
    package mutating func cut(afterMilliseconds milliseconds: Int64) {
        let (kept, isBeyond) = max(0, milliseconds).multipliedReportingOverflow(by: Int64(self.sampleRate))
        guard !isBeyond, kept / 1000 < Int64(self.samples.count) else { return }
        self.samples.removeLast(self.samples.count - Int(kept / 1000))
    }
}

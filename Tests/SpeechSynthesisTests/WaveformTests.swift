import SpeechSynthesis
import Testing

@Suite struct WaveformTests {
    private let sound = Waveform(sampleRate: 8000, samples: [0, 3, -200, 5, 32_767, -32_768, 0, -1])

    @Test func aFileComesBackAsItWas() throws {
        #expect(try Waveform(parsingWAVE: self.sound.wave) == self.sound)
        #expect(self.sound.wave.count == 44 + 16)
    }

    @Test func aPipesHeaderClaimsMoreThanThereIs() throws {
        var bytes = self.sound.wave
        bytes.replaceSubrange(40..<44, with: [0x00, 0xF0, 0xFF, 0x7F])
        #expect(try Waveform(parsingWAVE: bytes) == self.sound)
    }

    @Test func otherChunksArePassedOver() throws {
        var bytes = self.sound.wave
        bytes.insert(contentsOf: Array("LIST".utf8) + [3, 0, 0, 0, 1, 2, 3, 0], at: 36)
        #expect(try Waveform(parsingWAVE: bytes) == self.sound)
    }

    @Test func whatIsNoSoundIsRefused() {
        let bytes = self.sound.wave
        #expect(throws: WAVEError.noWAVE) { try Waveform(parsingWAVE: Array("hello, world".utf8)) }
        #expect(throws: WAVEError.noWAVE) { try Waveform(parsingWAVE: []) }
        for end in 12..<43 {
            #expect(throws: WAVEError.truncated) { try Waveform(parsingWAVE: Array(bytes[..<end])) }
        }
        #expect(throws: WAVEError.noFormat) {
            try Waveform(parsingWAVE: Array(bytes[..<12]) + Array(bytes[36...]))
        }
        var stereo = bytes
        stereo[22] = 2
        #expect(throws: WAVEError.unsupportedFormat(format: 1, channels: 2, bits: 16)) {
            try Waveform(parsingWAVE: stereo)
        }
    }

    @Test func silenceAroundItIsCutOff() {
        #expect(self.sound.trimmed(threshold: 5).samples == [-200, 5, 32_767, -32_768])
        #expect(Waveform(sampleRate: 8000, samples: [0, 1, 0]).trimmed(threshold: 5).samples == [])
    }

    @Test func louderThanPossibleIsAsLoudAsPossible() {
        var louder = self.sound
        louder.amplify(by: 10)
        #expect(louder.samples == [0, 30, -2000, 50, 32_767, -32_768, 0, -10])
    }

    @Test func aSoundIsCutOff() {
        var cut = Waveform(sampleRate: 1000, samples: [1, 2, 3, 4])
        cut.cut(afterMilliseconds: .max)
        cut.cut(afterMilliseconds: 4)
        #expect(cut.samples.count == 4)
        cut.cut(afterMilliseconds: 3)
        #expect(cut.samples == [1, 2, 3])
        cut.cut(afterMilliseconds: -1)
        #expect(cut.samples == [])
    }
}

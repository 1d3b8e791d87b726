import OTPCore
import Testing

/// Random and mutated text for every parser: none traps, and what is taken is what was written.
struct ParserFuzzTests {
    private static let rounds = 20_000

    @Test func hexadecimalTakesWholeBytesOnly() {
        var random = SeededGenerator(seed: 20)
        for _ in 0..<Self.rounds {
            let valid = Array(
                random.characters(Int.random(in: 0...40, using: &random), from: "0123456789abcdefABCDEF").utf8
            )
            let text = Bool.random(using: &random) ? random.mutated(valid) : valid
            guard let secret = try? SharedSecret(hex: text.span) else { continue }
            let printed = Reading.bytes(of: secret).flatMap { byte in
                [byte >> 4, byte & 15].map { Array("0123456789abcdef".utf8)[Int($0)] }
            }
            // The digits alone: what is between them, and a 0x before a group of them, means nothing.
            let isBetween = { (character: UInt8) in " :-".utf8.contains(character) }
            var digits: [UInt8] = []
            for group in text.split(whereSeparator: isBetween) {
                digits +=
                    group.count > 1 && group.dropFirst().first.map { $0 | 32 } == UInt8(ascii: "x")
                    ? group.dropFirst(2) : group
            }
            #expect(printed == digits.map { (65...70).contains($0) ? $0 + 32 : $0 }, "\(text)")
        }
    }

    @Test func base32TakesWhatAnEncoderMakesAndPeopleType() {
        var random = SeededGenerator(seed: 21)
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)
        for _ in 0..<Self.rounds {
            var valid = Array(random.characters(Int.random(in: 0...40, using: &random), from: "ABCZabcz234567").utf8)
            valid += [UInt8](repeating: UInt8(ascii: "="), count: Int.random(in: 0...7, using: &random))
            let text = Bool.random(using: &random) ? random.mutated(valid) : valid
            guard let secret = try? SharedSecret(base32: text.span) else { continue }
            // The characters without spaces, dashes and padding, in capitals, are the encoding but for bits left over.
            let typed = text.filter { !" -=".utf8.contains($0) }
                .map { (97...122).contains($0) ? $0 - 32 : $0 }
            let bits = Reading.bytes(of: secret).flatMap { byte in (0..<8).map { byte >> (7 - $0) & 1 } }
            let encoded = stride(from: 0, to: bits.count, by: 5).map { start in
                alphabet[(0..<5).reduce(0) { $0 << 1 | Int(start + $1 < bits.count ? bits[start + $1] : 0) }]
            }
            #expect(typed.count == encoded.count, "\(text)")
            #expect(typed.dropLast() == encoded.dropLast(), "\(text)")
        }
    }

    @Test func aCodeIsTheTextItWasParsedFrom() {
        var random = SeededGenerator(seed: 22)
        for _ in 0..<Self.rounds {
            let valid = Array(random.characters(Int.random(in: 0...12, using: &random), from: "0123456789").utf8)
            let text = Bool.random(using: &random) ? random.mutated(valid) : valid
            guard let code = try? Code(parsing: text.span) else { continue }
            #expect(Array(code.text.utf8) == text)
            #expect((4...10).contains(text.count))
        }
    }

    @Test func aSuiteIsTakenOnlyAsItIsWritten() throws {
        var random = SeededGenerator(seed: 23)
        let grammar =
            /OCRA-1:HOTP-SHA(1|256|512)-(0|[4-9]|10):(C-)?Q[ANH](0[4-9]|[1-5][0-9]|6[0-4])(-PSHA(1|256|512))?(-S(00[1-9]|0[1-9][0-9]|[1-4][0-9][0-9]|50[0-9]|51[0-2]))?(-T([1-9]|[1-4][0-9]|5[0-9])[SM]|-T([1-9]|[1-3][0-9]|4[0-8])H)?/
        let suites = [
            "OCRA-1:HOTP-SHA1-6:QN08", "OCRA-1:HOTP-SHA256-8:C-QN08-PSHA1", "OCRA-1:HOTP-SHA512-8:QA10-T1M",
            "OCRA-1:HOTP-SHA512-10:C-QA64-PSHA512-S512-T48H", "OCRA-1:HOTP-SHA1-0:QH40-S064-T59S",
        ].map { Array($0.utf8) }
        var taken = 0
        for _ in 0..<Self.rounds {
            let original = try #require(suites.randomElement(using: &random))
            // Characters of the grammar make suites that are almost right more often than random bytes do.
            var text = original
            let place = Int.random(in: 0..<text.count, using: &random)
            text[place] = try #require(Array("0123456789-:CQPSTHMNA".utf8).randomElement(using: &random))
            if Bool.random(using: &random) {
                text = random.mutated(original)
            }
            let isSuite = String(validating: text, as: UTF8.self)?.wholeMatch(of: grammar) != nil
            let suite = try? OCRASuite(parsing: text.span)
            #expect((suite != nil) == isSuite, "\(String(decoding: text, as: UTF8.self))")
            taken += isSuite ? 1 : 0
        }
        #expect(taken > 100)
    }

    @Test func anyInputOfAnySuiteIsAnsweredOrRefused() throws {
        var random = SeededGenerator(seed: 24)
        for _ in 0..<2000 {
            let name =
                "OCRA-1:HOTP-SHA1-\(Int.random(in: 4...10, using: &random)):"
                + (Bool.random(using: &random) ? "C-" : "")
                + (["QA", "QN", "QH"].randomElement(using: &random) ?? "QN")
                + "\(Int.random(in: 10...64, using: &random))"
                + (Bool.random(using: &random) ? "-PSHA1" : "") + (Bool.random(using: &random) ? "-S064" : "")
                + (Bool.random(using: &random) ? "-T1S" : "")
            let suite = try OCRASuite(parsing: name)
            let key = HMACKey(copying: random.bytes(20).span, algorithm: .sha1)
            let question =
                Bool.random(using: &random)
                ? Array(random.characters(Int.random(in: 0...140, using: &random), from: "0123456789").utf8)
                : random.bytes(Int.random(in: 0...140, using: &random))
            guard var input = try? OCRAInput(question: question.span) else {
                #expect(question.count > 128)
                continue
            }
            input.counter = suite.hasCounter ? random.next() : nil
            input.unixTime = suite.timeStep == nil ? nil : Int64.random(in: .min ... .max, using: &random)
            if suite.pinHashAlgorithm != nil {
                try input.setPINHash(random.bytes(20).span)
            }
            if suite.sessionByteCount != nil {
                try input.setSession(random.bytes(Int.random(in: 0...64, using: &random)).span)
            }
            guard case .code(let code) = try? OCRA(suite).response(to: input, key: key) else { continue }
            #expect(code.digits == suite.digits)
            #expect((1...2 * suite.questionLength).contains(question.count))
            #expect(input.unixTime ?? 0 >= 0)
        }
    }

    @Test func aMutatedKeyURINeverGivesParametersOutOfRange() {
        var random = SeededGenerator(seed: 25)
        let uris = [
            "otpauth://totp/Bank:me%40home?secret=GEZDGNBVGY3TQOJQ&issuer=Bank&algorithm=SHA256&digits=8&period=60",
            "otpauth://hotp/a?secret=GEZDGNBVGY3TQOJQ&counter=18446744073709551615",
            "otpauth://totp/K%C3%B8benhavn?secret=MY%3D%3D%3D%3D%3D%3D",
        ].map { Array($0.utf8) }
        for round in 0..<Self.rounds {
            let text = String(decoding: random.mutated(uris[round % uris.count]), as: UTF8.self)
            guard let key = try? KeyURI(parsing: text) else { continue }
            #expect(text.lowercased().hasPrefix("otpauth://"))
            #expect((6...10).contains(key.digits))
            #expect((1...128).contains(key.secret.byteCount))
            if case .time(let step) = key.movingFactor {
                #expect(step > 0)
            }
        }
    }

    @Test func randomBytesAreNothing() {
        var random = SeededGenerator(seed: 26)
        for _ in 0..<Self.rounds {
            let bytes = random.bytes(Int.random(in: 0...80, using: &random))
            let text = String(decoding: bytes, as: UTF8.self)
            let suite = try? OCRASuite(parsing: bytes.span)
            #expect(suite == nil)
            let key = try? KeyURI(parsing: text).digits
            #expect(key == nil)
            if let serial = try? SerialNumber(text) {
                #expect(serial.text == text)
                #expect(text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F })
            }
        }
    }
}

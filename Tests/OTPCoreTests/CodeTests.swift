import OTPCore
import Testing
import VectorSupport

/// Codes: digits in order, leading zeros kept, compared in constant time.
struct CodeTests {
    @Test(arguments: try VectorFile<CodeTextGroup>.named("code_text_test").cases)
    func aTextIsACodeOrSaysWhyNot(_ vector: VectorCase<CodeTextGroup>) throws {
        guard let value = vector.test.value else {
            let error = try #require(throws: CodeError.self) { try Code(parsing: vector.test.text) }
            #expect(Reading.name(of: error) == vector.test.expect)
            return
        }
        let code = try Code(parsing: vector.test.text)
        #expect(code.value == value)
        #expect(code.text == vector.test.text)
    }

    @Test func zerosInFrontMakeAnotherCode() throws {
        let short = try Code(parsing: "7081")
        let long = try Code(parsing: "007081")
        #expect(short.value == long.value)
        #expect(short != long)
    }

    @Test func equalCodesAndOnlyThoseAreEqual() throws {
        var random = SeededGenerator(seed: 12)
        for _ in 0..<500 {
            let count = Int.random(in: 4...10, using: &random)
            let left = random.characters(count, from: "01")
            let right = random.characters(count, from: "01")
            let isEqual = try Code(parsing: left) == Code(parsing: right)
            #expect(isEqual == (left == right))
        }
    }

    @Test(
        "spaces between the digits of a typed code are left out",
        arguments: [
            "755224", "755 224", " 7 5 5 2 2 4 ", "755\u{A0}224", "755\u{2009}224", "755\u{202F}224", "755\u{2007}224",
        ]
    )
    func typed(_ text: String) throws {
        #expect(try Code(typed: text) == Code(parsing: "755224"))
    }

    @Test(
        "anything else in a typed code is refused",
        arguments: [
            ("", CodeError.invalidLength(0)), ("   ", .invalidLength(0)), ("75 5", .invalidLength(3)),
            ("755-224", .notADigit(position: 3)), ("755\t224", .notADigit(position: 3)),
            ("٧٥٥٢٢٤", .notADigit(position: 0)),
            ("12345 678901", .invalidLength(12)), (String(repeating: " ", count: 100) + "755224", .invalidLength(65)),
        ]
    )
    func notTyped(_ text: String, _ error: CodeError) {
        #expect(throws: error) { try Code(typed: text) }
    }

    @Test func aCodeDoesNotPrintItself() throws {
        let code = try Code(parsing: "755224")
        for printed in ["\(code)", String(reflecting: code), "\([code])", String(describing: Optional(code))] {
            #expect(!printed.contains("755224"))
        }
    }

    @Test func thereIsNoDigitBesideTheCode() throws {
        let code = try Code(parsing: "987654")
        #expect(code[-1] == 0)
        #expect(code[6] == 0)
        #expect(code[Int.min] == 0)
        #expect(code[Int.max] == 0)
    }
}

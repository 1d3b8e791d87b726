import OTPCore
import Testing
import VectorSupport

/// OCRA suites, RFC 6287, section 6.
struct OCRASuiteTests {
    @Test(arguments: try VectorFile<OCRASuiteGroup>.named("ocra-suite_text_test").cases)
    func aTextIsASuiteOrSaysWhyNot(_ vector: VectorCase<OCRASuiteGroup>) throws {
        guard let stated = vector.test.suite else {
            let error = try #require(throws: OCRASuiteError.self) { try OCRASuite(parsing: vector.test.text) }
            #expect(Reading.name(of: error) == vector.test.expect)
            return
        }
        let suite = try OCRASuite(parsing: vector.test.text)
        #expect("\(suite.algorithm)" == stated.algorithm)
        #expect(suite.digits == stated.digits)
        #expect(suite.hasCounter == stated.hasCounter)
        #expect("\(suite.questionFormat)" == stated.questionFormat)
        #expect(suite.questionLength == stated.questionLength)
        #expect(suite.pinHashAlgorithm.map { "\($0)" } == stated.pinHash)
        #expect(suite.sessionByteCount == stated.sessionByteCount)
        #expect(suite.timeStep == stated.timeStep)
    }
}

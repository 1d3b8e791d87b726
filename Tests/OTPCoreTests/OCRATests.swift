import OTPCore
import Testing
import VectorSupport

/// OCRA, RFC 6287.
struct OCRATests {
    @Test(
        arguments: try ["ocra_one-way_test", "ocra_mutual_test", "ocra_signature_test", "ocra_inputs_test"]
            .flatMap { try VectorFile<OCRAGroup>.named($0).cases }
    )
    func anInputHasItsResponseOrSaysWhyNot(_ vector: VectorCase<OCRAGroup>) throws {
        let suite = try OCRASuite(parsing: vector.group.suite)
        let key = HMACKey(copying: vector.group.secret.bytes.span, algorithm: suite.algorithm)
        do throws(OCRAError) {
            let response = try OCRA(suite).response(to: try self.input(of: vector.test), key: key)
            switch response {
            case .code(let code):
                #expect(code.text == vector.test.response)
                #expect(code.digits == suite.digits)
            case .digest(let digest):
                #expect(suite.digits == 0)
                let text = Reading.bytes(of: digest).map {
                    $0 < 16 ? "0" + String($0, radix: 16) : String($0, radix: 16)
                }
                #expect(text.joined() == vector.test.response)
            }
        } catch {
            #expect(Reading.name(of: error) == vector.test.expect)
        }
    }

    @Test func theSeventyCasesOfTheRFCAreThere() throws {
        let counts = try ["ocra_one-way_test", "ocra_mutual_test", "ocra_signature_test"].map { name in
            try VectorFile<OCRAGroup>.named(name).cases.count { $0.group.source.hasPrefix("RFC 6287, appendix C") }
        }
        #expect(counts == [40, 20, 10])
    }

    @Test func aKeyOfAnotherHashFunctionIsRefused() throws {
        let ocra = OCRA(try OCRASuite(parsing: "OCRA-1:HOTP-SHA256-6:QN08"))
        let key = HMACKey(copying: [1, 2, 3].span, algorithm: .sha1)
        let input = try OCRAInput(question: "1")
        var refusal: OCRAError?
        do throws(OCRAError) {
            _ = try ocra.response(to: input, key: key)
        } catch {
            refusal = error
        }
        #expect(refusal == .wrongKeyAlgorithm(.sha1))
    }

    private func input(of test: OCRAGroup.Test) throws(OCRAError) -> OCRAInput {
        var input = try OCRAInput(question: test.question)
        input.counter = test.counter?.value
        input.unixTime = test.unixTime?.value
        if let pinHash = test.pinHash {
            try input.setPINHash(pinHash.bytes.span)
        }
        if let session = test.session {
            try input.setSession(session.bytes.span)
        }
        return input
    }
}

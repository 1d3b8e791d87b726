import OTPCore
import Testing
import VectorSupport

/// Keys as otpauth URIs.
struct KeyURITests {
    @Test(arguments: try VectorFile<KeyURIGroup>.named("keyuri_otpauth_test").cases)
    func aTextIsAKeyOrSaysWhyNot(_ vector: VectorCase<KeyURIGroup>) throws {
        do throws(KeyURIError) {
            let uri = try KeyURI(parsing: vector.test.text)
            guard let key = vector.test.key else {
                Issue.record("taken, but must be refused with \(vector.test.expect ?? "an error")")
                return
            }
            #expect(Reading.bytes(of: uri.secret) == key.secret.bytes)
            #expect("\(uri.algorithm)" == key.algorithm)
            #expect(uri.digits == key.digits)
            #expect(uri.issuer == key.issuer)
            #expect(uri.account == key.account)
            switch uri.movingFactor {
            case .time(let step):
                #expect(key.type == "totp")
                #expect(step == key.timeStep)
            case .counter(let counter):
                #expect(key.type == "hotp")
                #expect(counter == key.counter?.value)
            }
        } catch {
            #expect(Reading.name(of: error) == vector.test.expect)
        }
    }
}

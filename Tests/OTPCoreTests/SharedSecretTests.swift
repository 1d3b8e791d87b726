import OTPCore
import Testing
import VectorSupport

/// Shared secrets from bytes, hexadecimal and Base32.
struct SharedSecretTests {
    @Test(
        arguments: try ["secret_base32_test", "secret_hex_test"]
            .flatMap { try VectorFile<SecretTextGroup>.named($0).cases }
    )
    func aTextIsASecretOrSaysWhyNot(_ vector: VectorCase<SecretTextGroup>) throws {
        let text = vector.test.text
        do throws(SharedSecretError) {
            let secret =
                vector.group.encoding == "hex" ? try SharedSecret(hex: text) : try SharedSecret(base32: text)
            #expect(Reading.bytes(of: secret) == vector.test.bytes?.bytes)
            #expect(secret.byteCount == vector.test.bytes?.bytes.count)
        } catch {
            #expect(Reading.name(of: error) == vector.test.expect)
        }
    }

    @Test func aSecretHasOneTo128Bytes() throws {
        for count in 1...128 {
            let bytes = [UInt8](repeating: 0xA5, count: count)
            let secret = try SharedSecret(copying: bytes.span)
            #expect(Reading.bytes(of: secret) == bytes)
        }
        #expect(self.refusal(of: []) == .empty)
        for count in [129, 1000] {
            #expect(self.refusal(of: [UInt8](repeating: 0, count: count)) == .tooLong)
        }
    }

    @Test func aWipedSecretIsZeros() throws {
        var secret = try SharedSecret(copying: [1, 2, 3].span)
        secret.wipe()
        #expect(Reading.bytes(of: secret).allSatisfy { $0 == 0 })
    }

    private func refusal(of bytes: [UInt8]) -> SharedSecretError? {
        do throws(SharedSecretError) {
            _ = try SharedSecret(copying: bytes.span)
            return nil
        } catch {
            return error
        }
    }
}

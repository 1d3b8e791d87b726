import Activation
import OTPCore
import Testing

@Suite("A batch on its way into a store")
struct TokenBatchTests {
    @Test func keepsEachSecretWithItsRecord() throws {
        var batch = TokenBatch(capacity: 3)
        let secrets = ["00", "0102030405", "ff00ff"]
        for (position, hex) in secrets.enumerated() {
            batch.append(try Self.record("S\(position)"), secret: try SharedSecret(hex: hex))
        }
        let count = batch.count
        #expect(count == 3)
        for (position, hex) in secrets.enumerated() {
            let lent = batch.withToken(at: position) { record, secret in
                (record.serialNumber.text, secret.indices.map { secret[$0] })
            }
            let expected = try SharedSecret(hex: hex).withBytes { bytes in bytes.indices.map { bytes[$0] } }
            #expect(lent.0 == "S\(position)")
            #expect(lent.1 == expected)
            for (other, isEqual) in [(expected, true), (expected + [0], false), (expected.map { $0 ^ 1 }, false)] {
                let holdsIt = batch.holdsSecret(other.span, at: position)
                #expect(holdsIt == isEqual)
            }
        }
        batch.wipe()
        let countAfter = batch.count
        #expect(countAfter == 0)
    }

    private static func record(_ serialNumber: String) throws -> TokenRecord {
        TokenRecord(
            serialNumber: try SerialNumber(serialNumber),
            kind: .codeDisplay,
            algorithm: .sha1,
            movingFactor: .time(try TOTP()),
            importedAt: Desk.noon
        )
    }
}

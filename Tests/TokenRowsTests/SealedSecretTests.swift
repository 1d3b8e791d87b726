import Activation
import OTPCore
import StoreSupport
import Testing
import TokenRows

@Suite("A sealed secret")
struct SealedSecretTests {
    @Test func opensForItsDeviceAlone() async throws {
        try await TemporaryFolder.with { folder async throws in
            let (keyFile, secret) = (try folder.keyFile(), Fleet.secret)
            let (mine, other) = (try SerialNumber("A"), try SerialNumber("B"))
            let sealed = try SealedSecret(sealing: secret.span, of: mine, under: keyFile.keys)
            let opened = try sealed.withSecret(of: mine, from: keyFile) { bytes in bytes.indices.map { bytes[$0] } }
            #expect(opened == Fleet.secret)
            #expect(throws: TokenStoreError.self) { try sealed.withSecret(of: other, from: keyFile) { $0.count } }
        }
    }

    @Test func doesNotOpenUnderTheNumberOfAnotherKey() async throws {
        try await TemporaryFolder.with { folder async throws in
            let (keyFile, secret) = (try folder.keyFile(), Fleet.secret)
            let serialNumber = try SerialNumber("A")
            let sealed = try SealedSecret(sealing: secret.span, of: serialNumber, under: keyFile.keys)
            try keyFile.replace(with: try keyFile.keys.addingKey(2).activating(2))
            for keyID in [2, 3] as [Int64] {
                let moved = SealedSecret(keyID: keyID, bytes: sealed.bytes)
                #expect(throws: TokenStoreError.self) {
                    try moved.withSecret(of: serialNumber, from: keyFile) { $0.count }
                }
            }
            #expect(try sealed.withSecret(of: serialNumber, from: keyFile) { $0.count } == Fleet.secret.count)
        }
    }

    @Test func isTheSameUnderAnotherKey() async throws {
        try await TemporaryFolder.with { folder async throws in
            let (keyFile, secret) = (try folder.keyFile(), Fleet.secret)
            let serialNumber = try SerialNumber("A")
            let sealed = try SealedSecret(sealing: secret.span, of: serialNumber, under: keyFile.keys)
            #expect(try sealed.resealed(ofDevice: "A", under: 1, from: keyFile) == nil)
            try keyFile.replace(with: try keyFile.keys.addingKey(2).activating(2))
            let resealed = try #require(try sealed.resealed(ofDevice: "A", under: 2, from: keyFile))
            #expect(resealed.keyID == 2)
            #expect(try resealed.isSame(as: sealed, of: serialNumber, from: keyFile))
            let bytes: [UInt8] = [1, 2, 3]
            let another = try SealedSecret(sealing: bytes.span, of: serialNumber, under: keyFile.keys)
            #expect(try !resealed.isSame(as: another, of: serialNumber, from: keyFile))
        }
    }
}

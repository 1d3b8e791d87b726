import ActivationHTTP
import Foundation
import LibCrypto
import OTPCore
import PSKC
import Testing

@Suite("An encrypted import")
struct EncryptedImportTests {
    private static let keyHex = "12345678901234567890123456789012"

    @Test func isOpenedByTheKeyInTheHeader() async throws {
        let container = try Self.container()
        try await RunningService.with { service async throws in
            let answer = try await service.send(
                "POST",
                "/v1/imports",
                container,
                headers: ["Container-Key": Self.keyHex]
            )
            #expect(answer.status == 200)
            #expect(answer.json["imported"] as? Int == 1)
            _ = try await service.post("/v1/users", ["userID": "anna", "password": "p"])
            let device = Stock(serialNumber: "0001", counter: 3)
            let activation = try await service.post(
                "/v1/activations",
                ["userID": "anna", "password": "p", "serialNumber": "0001", "code": try device.code(counter: 3)]
            )
            #expect(activation.status == 201)
        }
    }

    @Test(arguments: [
        [:],
        ["Container-Key": "00000000000000000000000000000000"],
        ["Container-Key": "password:" + Data("secret".utf8).base64EncodedString()],
    ])
    func takesNothingWithoutTheRightKey(headers: [String: String]) async throws {
        let container = try Self.container()
        try await RunningService.with { service async throws in
            let answer = try await service.send("POST", "/v1/imports", container, headers: headers)
            #expect(answer.status == 200 || answer.problem == "invalid-container")
            #expect(!answer.text.contains("00000000000000000000000000000000"))
            #expect(try await service.get("/v1/authenticators/0001").status == 404)
        }
    }

    @Test(arguments: [
        ["Container-Key": "123"], ["Container-Key": "xy"], ["Container-Key": ""], ["Container-Key": "password:***"],
        ["Container-Key": "password:"], ["Container-Key": "password:c2VjcmV0x"],
    ])
    func refusesAKeyThatIsNone(headers: [String: String]) async throws {
        try await RunningService.with { service async throws in
            let body = Data(Stock.container(Stock(serialNumber: "0001")).utf8)
            let answer = try await service.send("POST", "/v1/imports", body, headers: headers)
            #expect(answer.status == 422)
            #expect(answer.problem == "invalid-member")
        }
    }

    /// One counter-based device, its secret encrypted and with a MAC.
    private static func container() throws -> Data {
        guard let key = SecretBytes(hex: Self.keyHex.utf8.span) else { throw CocoaError(.formatting) }
        let writer = PSKCWriter(encryption: try ContainerEncryption(key: key, keyName: "makers", hash: .sha256))
        let properties = KeyProperties(
            serialNumber: try SerialNumber("0001"),
            algorithm: .hotp(.sha1, digits: 6, counter: 3)
        )
        let secret = Stock(serialNumber: "0001").secret
        return Data(writer.start() + (try writer.keyPackage(properties, secret: secret.span)) + writer.end())
    }
}

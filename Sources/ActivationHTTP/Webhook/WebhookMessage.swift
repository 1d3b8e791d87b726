import Activation
import Foundation
import HTTPService
import LibCrypto
import OTPCore
import TimeText

/// A change on its way to the receiver, in the form of Standard Webhooks 1.0.0: an identifier that stays the same however
/// often it is sent, and the body.
struct WebhookMessage: Equatable, Sendable {
    let id: String
    let body: [UInt8]

    /// For the log: which device, and what became of it.
    let change: DeviceChange

    private struct Body: Encodable {
        struct Device: Encodable {
            let serialNumber: String?
            let credentialID: String?
            let kind: String
            let userID: String?
            let block: BlockAnswer?
        }

        let type: String
        let timestamp: String
        let data: Device
    }

    init(_ change: DeviceChange, id: String) {
        var serialNumber: String?
        var credentialID: String?
        let kind: String
        switch change.device {
        case .token(let number, let device):
            serialNumber = number.text
            kind = device.name
        case .chip:
            credentialID = change.device.name
            kind = "chip"
        case .newChip:
            kind = "chip"
        }
        self.id = id
        self.change = change
        self.body = JSONText.encode(
            Body(
                type: "authenticator.\(change.kind.rawValue)",
                timestamp: RFC3339.text(milliseconds: change.time.milliseconds),
                data: Body.Device(
                    serialNumber: serialNumber,
                    credentialID: credentialID,
                    kind: kind,
                    userID: change.userID?.text,
                    block: change.block.map(BlockAnswer.init)
                )
            )
        )
    }

    /// The signature over identifier, time of sending and body: HMAC-SHA-256, with the version of the scheme before it.
    func signature(at unixSeconds: Int64, secret: Span<UInt8>) throws(LibCryptoFailure) -> String {
        let signed = [UInt8]("\(self.id).\(unixSeconds).".utf8) + self.body
        let code = try MessageAuthentication.code(for: signed.span, key: secret, hash: .sha256)
        return "v1," + String(decoding: Base64.encode(code.span), as: UTF8.self)
    }
}

import Foundation
import LibCrypto
import StrictJSON

/// What the browser says that an authenticator was asked, Web Authentication level 3, section 5.8.1.
package struct ClientData: Equatable, Sendable {
    /// What the authenticator was asked to sign, among others.
    package let challenge: [UInt8]

    package let origin: String

    /// Whether the page stood in a frame of a page of another origin.
    package let isCrossOrigin: Bool

    let type: String
    /// SHA-256 of the JSON, which authenticators sign.
    package let hash: [UInt8]

    private struct Document: Decodable {
        let type: String
        let challenge: String
        let origin: String
        let crossOrigin: Bool?
    }

    /// Reads the JSON that was signed.
    package init(_ json: [UInt8]) throws(WebAuthnRefusal) {
        guard InteroperableJSON.fault(in: json.span) == nil,
            let document = try? JSONDecoder().decode(Document.self, from: Data(json)),
            let challenge = Base64URL.decode(document.challenge)
        else { throw .clientData }
        self.type = document.type
        self.challenge = challenge
        self.origin = document.origin
        self.isCrossOrigin = document.crossOrigin ?? false
        self.hash = try SHA256Digest.of(json)
    }
}

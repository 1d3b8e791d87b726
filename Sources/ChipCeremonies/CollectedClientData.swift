import Foundation
import WebAuthn

/// The client data of a ceremony as JSON, Web Authentication level 3, section 5.8.1.
struct CollectedClientData {
    let json: [UInt8]

    /// Client data in the form of section 5.8.1.1, which a limited verifier counts on.
    init(type: String, challenge: [UInt8], origin: String) {
        let text =
            "{\"type\":\(Self.quoted(type)),\"challenge\":\(Self.quoted(Base64URL.encode(challenge))),"
            + "\"origin\":\(Self.quoted(origin)),\"crossOrigin\":false}"
        self.json = Array(text.utf8)
    }

    private static func quoted(_ text: String) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        return (try? encoder.encode(text)).map { String(decoding: $0, as: UTF8.self) } ?? "\"\""
    }
}

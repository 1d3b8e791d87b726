import Foundation
import OTPCore

/// What a browser says of a ceremony, Web Authentication level 3, section 5.8.1.
struct ClientData {
    let json: [UInt8]

    init(type: String, challenge: Base64URLBytes, origin: String) {
        // The order and the form of section 5.8.1.1, which a limited verifier counts on.
        let text =
            "{\"type\":\(Self.quoted(type)),\"challenge\":\(Self.quoted(challenge.text)),"
            + "\"origin\":\(Self.quoted(origin)),\"crossOrigin\":false}"
        self.json = Array(text.utf8)
    }

    var hash: [UInt8] {
        var hash = SHA256()
        hash.update(self.json.span)
        return hash.finalize().withBytes { digest in digest.indices.map { digest[$0] } }
    }

    private static func quoted(_ text: String) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        return (try? encoder.encode(text)).map { String(decoding: $0, as: UTF8.self) } ?? "\"\""
    }
}

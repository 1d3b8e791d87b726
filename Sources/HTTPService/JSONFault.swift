import Foundation

/// Says what is wrong with bytes that are not JSON, and where, RFC 8259.
enum JSONFault {
    static func description(of bytes: Data) -> String? {
        do {
            // The decoder only says that it failed; this reader knows the place.
            _ = try JSONSerialization.jsonObject(with: bytes, options: [.fragmentsAllowed])
            return nil
        } catch {
            let details = (error as NSError).userInfo[NSDebugDescriptionErrorKey] as? String
            return details.map { Problem.shown($0, limit: 160) } ?? "The body is not one JSON value."
        }
    }
}

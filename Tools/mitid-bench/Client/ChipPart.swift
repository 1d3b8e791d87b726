import CommandLineTool

/// What the commands need of a chip's JSON.
struct ChipPart: Decodable {
    struct Connection: Decodable {
        let usb: Bool
        let nfc: Bool
    }

    struct Presence: Decodable {
        let mode: String
        let delay: String

        var text: String { self.mode + (self.delay == "PT0S" ? "" : " after \(self.delay)") }
    }

    struct PIN: Decodable {
        let set: Bool
        let retries: Int
    }

    struct Profile: Decodable {
        let name: String?
        let u2f: Bool
        let ctap2: String
    }

    let profile: Profile
    let connection: Connection
    let presence: Presence
    let light: String
    let signatureCounter: UInt32
    let discoverableCredentials: Int
    let pin: PIN

    /// Where it is, and whether it waits for a touch.
    var state: String {
        let places = [self.connection.usb ? "plugged in" : nil, self.connection.nfc ? "on a reader" : nil]
        let place = places.compactMap { $0 }.joined(separator: ", ")
        return (place.isEmpty ? "not connected" : place) + (self.light == "blinking" ? ", waits for a touch" : "")
    }

    var lines: [String] {
        let protocols = [
            self.profile.u2f ? "U2F" : nil, self.profile.ctap2 == "none" ? nil : "CTAP \(self.profile.ctap2)",
        ]
        return [
            "connection     \(self.state)",
            "presence       \(self.presence.text)",
            "credentials    \(self.discoverableCredentials) discoverable, signature counter \(self.signatureCounter)",
            "PIN            "
                + (self.pin.set ? "set, \(self.pin.retries.counted("try", plural: "tries")) left" : "not set"),
            "profile        \(self.profile.name ?? "its own"): "
                + protocols.compactMap { $0 }.joined(separator: " and "),
        ]
    }
}

import Activation
import Foundation
import OTPCore

/// A device from the factory, as a container describes it and as its holder presses it.
struct Stock: Sendable {
    var serialNumber: String
    var model = "code-display"
    var secret = Array("12345678901234567890".utf8)
    /// nil for a time-based device.
    var counter: UInt64?

    /// Containers with these devices.
    static func container(_ devices: Stock..., rest: String = "") -> String {
        let packages = devices.map(\.package).joined()
        return "<?xml version=\"1.0\"?><KeyContainer Version=\"1.0\" xmlns=\"urn:ietf:params:xml:ns:keyprov:pskc\">"
            + "\(packages)\(rest)</KeyContainer>"
    }

    private var package: String {
        let kind = self.counter == nil ? "totp" : "hotp"
        let factor =
            self.counter.map { "<Counter><PlainValue>\($0)</PlainValue></Counter>" }
            ?? "<TimeInterval><PlainValue>30</PlainValue></TimeInterval>"
        return """
            <KeyPackage>
            <DeviceInfo><Manufacturer>mitid-tokens</Manufacturer><SerialNo>\(self.serialNumber)</SerialNo>\
            <Model>\(self.model)</Model></DeviceInfo>
            <Key Id="\(self.serialNumber)" Algorithm="urn:ietf:params:xml:ns:keyprov:pskc:\(kind)">
            <AlgorithmParameters><Suite>HMAC-SHA1</Suite><ResponseFormat Length="6" Encoding="DECIMAL"/>\
            </AlgorithmParameters>
            <Data><Secret><PlainValue>\(Data(self.secret).base64EncodedString())</PlainValue></Secret>\(factor)</Data>
            </Key></KeyPackage>
            """
    }

    private var key: HMACKey { HMACKey(copying: self.secret.span, algorithm: .sha1) }

    /// What the device shows, by its own clock or counter.
    func code(at time: UnixTime) throws -> String {
        try TOTP().code(at: time.seconds, key: self.key).text
    }

    func code(counter: UInt64) throws -> String {
        try HOTP().code(for: counter, key: self.key).text
    }
}

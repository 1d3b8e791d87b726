import ChipConnections
import FIDOClient
import FIDOMessages
import USBTransport

/// The draft of a profile from a golden sample, to be held against other tokens.
///
/// Every member is what this one token shows; take out what the order leaves open.
struct ChipProfileDraft: Encodable {
    struct Range: Encodable {
        let minimum: UInt64
        let maximum: UInt64
    }

    struct USB: Encodable {
        let vendor: String
        let product: String
    }

    let name: String
    var aaguid: String?
    var versions: [String]?
    var extensions: [String]?
    var options: [String: Bool]?
    var transports: [String]?
    var algorithms: [Int64]?
    var pinProtocols: [UInt64]?
    var firmwareVersion: Range?
    var discoverableCredentials: UInt64?
    var answerToReset: String?
    var usb: USB?

    init(_ identity: ChipIdentity, _ info: AuthenticatorInfo?) {
        switch identity {
        case .usb(let usb):
            self.name = usb.device.productName ?? "USB key"
            self.usb = USB(vendor: usb.device.vendor.hexadecimal, product: usb.device.product.hexadecimal)
        case .card(let card):
            self.name = "card"
            self.answerToReset = card.answerToReset.hexadecimal
        }
        guard let info else {
            self.versions = ["U2F_V2"]
            return
        }
        self.aaguid = info.aaguid.isEmpty ? nil : AAGUIDText.text(of: info.aaguid)
        self.versions = info.versions
        self.extensions = info.extensions
        self.options = Dictionary(info.options.map { ($0.name, $0.value) }) { first, _ in first }
        // A token of CTAP 2.0 has neither list.
        self.transports = info.transports.isEmpty ? nil : info.transports
        self.algorithms = info.algorithms.isEmpty ? nil : info.algorithms.map(\.rawValue)
        self.pinProtocols = info.pinProtocols
        self.firmwareVersion = info.firmwareVersion.map { Range(minimum: $0, maximum: $0) }
        self.discoverableCredentials = info.remainingDiscoverableCredentials
    }
}

import CTAPHID
import ChipConnections
import FIDOClient
import FIDOMessages
import ISO7816
import PCSCTransport
import USBTransport

/// What a token and its transport say of it.
struct ChipReport: Encodable {
    let transport: String
    let place: String
    var vendor: String?
    var product: String?
    var release: String?
    var manufacturer: String?
    var name: String?
    var serialNumber: String?
    var answerToReset: String?
    /// The protocol between reader and card, 0 or 1.
    var transportProtocol: Int?
    var extendedAPDUs: Bool?
    /// The size of the reports to and from a USB key.
    var reportSizes: [Int]?
    /// CTAPHID's device version, as `5.4.3`.
    var deviceVersion: String?
    var capabilities: [String]?
    /// The version text that SELECT returns.
    var appletVersion: String?

    /// The version text of U2F; `nil` for a token without it.
    var u2f: String?
    var ctap2: CTAP2?

    /// The response to getInfo.
    struct CTAP2: Encodable {
        let versions: [String]
        let extensions: [String]
        let aaguid: String
        let options: [String: Bool]
        let maximumMessageSize: UInt64
        let pinProtocols: [UInt64]
        let maximumCredentialCountInList: UInt64?
        let maximumCredentialIDLength: UInt64?
        let transports: [String]
        let algorithms: [Int64]
        let maximumLargeBlobArray: UInt64?
        let mustChangePIN: Bool?
        let minimumPINLength: UInt64?
        let firmwareVersion: UInt64?
        let maximumCredentialBlobLength: UInt64?
        let remainingDiscoverableCredentials: UInt64?
        /// Tries left for the PIN; `nil` if none is set.
        var pinRetries: UInt64?
        /// Members that do not match the standard.
        let departures: [String]

        init(_ info: AuthenticatorInfo) {
            self.versions = info.versions
            self.extensions = info.extensions
            self.aaguid = AAGUIDText.text(of: info.aaguid)
            self.options = Dictionary(info.options.map { ($0.name, $0.value) }) { first, _ in first }
            self.maximumMessageSize = info.maximumMessageSize
            self.pinProtocols = info.pinProtocols
            self.maximumCredentialCountInList = info.maximumCredentialCountInList
            self.maximumCredentialIDLength = info.maximumCredentialIDLength
            self.transports = info.transports
            self.algorithms = info.algorithms.map(\.rawValue)
            self.maximumLargeBlobArray = info.maximumLargeBlobArray
            self.mustChangePIN = info.mustChangePIN
            self.minimumPINLength = info.minimumPINLength
            self.firmwareVersion = info.firmwareVersion
            self.maximumCredentialBlobLength = info.maximumCredentialBlobLength
            self.remainingDiscoverableCredentials = info.remainingDiscoverableCredentials
            self.departures = info.departures.map(\.words)
        }
    }

    init(_ identity: ChipIdentity) {
        switch identity {
        case .usb(let usb):
            self.transport = "usb"
            self.place = usb.device.place.description
            self.vendor = usb.device.vendor.hexadecimal
            self.product = usb.device.product.hexadecimal
            self.release = usb.device.release.hexadecimal
            self.manufacturer = usb.device.manufacturerName
            self.name = usb.device.productName
            self.serialNumber = usb.device.serialNumber
            self.reportSizes = [usb.reports.output.byteCount, usb.reports.input.byteCount]
            if let information = usb.channel?.information {
                let version = information.version
                self.deviceVersion = "\(version.major).\(version.minor).\(version.build)"
                let names: [(String, Capabilities)] = [("wink", .wink), ("cbor", .cbor), ("nmsg", .nmsg)]
                self.capabilities = names.filter { information.capabilities.contains($0.1) }.map(\.0)
            }
        case .card(let card):
            self.transport = "card"
            self.place = card.reader
            self.vendor = card.features.usbNumbers?.vendor.hexadecimal
            self.product = card.features.usbNumbers?.product.hexadecimal
            self.manufacturer = card.features.vendorName
            self.answerToReset = card.answerToReset.hexadecimal
            self.transportProtocol = card.transportProtocol
            self.extendedAPDUs = card.limits.allowsExtended
            self.appletVersion = card.version.map { String(decoding: $0, as: UTF8.self) }
        }
    }

    /// The report for a person: a name and a value in each line.
    var lines: [String] {
        var rows: [(String, String?)] = [
            (self.transport == "usb" ? "USB port" : "reader", self.place),
            ("device", self.device),
            ("serial number", self.serialNumber),
            ("answer to reset", self.answerToReset),
            ("applet", self.appletVersion.map { $0.isEmpty ? "selected, without a version" : $0 }),
            ("device version", self.deviceVersion),
            ("capabilities", self.capabilities?.joined(separator: " ")),
            ("U2F", self.u2f ?? "no"),
            ("CTAP2", self.ctap2.map { $0.versions.joined(separator: " ") } ?? "no"),
        ]
        if let ctap2 = self.ctap2 {
            let options = ctap2.options.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value ? "yes" : "no")" }
            rows += [
                ("AAGUID", ctap2.aaguid),
                ("extensions", ctap2.extensions.joined(separator: " ")),
                ("options", options.joined(separator: " ")),
                ("PIN tries left", ctap2.pinRetries.map { "\($0)" }),
                ("algorithms", ctap2.algorithms.map { "\($0)" }.joined(separator: " ")),
                ("transports", ctap2.transports.joined(separator: " ")),
                ("firmware", ctap2.firmwareVersion.map { "\($0)" }),
                ("longest message", "\(ctap2.maximumMessageSize) bytes"),
                ("departures", ctap2.departures.joined(separator: "; ")),
            ]
        }
        return rows.compactMap { name, value in
            guard let value, !value.isEmpty else { return nil }
            return "\(name): \(value)"
        }
    }

    private var device: String? {
        guard let vendor = self.vendor, let product = self.product else { return self.manufacturer }
        return (["\(vendor):\(product)"] + [self.manufacturer, self.name].compactMap { $0 }).joined(separator: " ")
    }
}

extension AuthenticatorInfo.Departure {
    /// The departure in words.
    fileprivate var words: String {
        switch self {
        case .notCanonical: "the response is not canonical CBOR"
        case .missingMember(let member): "member \(member) is missing"
        case .invalidMember(let member): "member \(member) has another type or length"
        case .unknownMember(let member): "member \(member) is not in the standard"
        case .invalidKey: "a key is no integer"
        }
    }
}

/// The text of an AAGUID, RFC 9562, section 4.
enum AAGUIDText {
    static func text(of bytes: [UInt8]) -> String {
        var text = ""
        for (index, byte) in bytes.enumerated() {
            if bytes.count == 16, [4, 6, 8, 10].contains(index) { text += "-" }
            text += [byte].hexadecimal
        }
        return text
    }
}

extension [UInt8] {
    /// Two hexadecimal digits for each byte.
    var hexadecimal: String {
        self.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}

extension UInt16 {
    /// Four hexadecimal digits.
    var hexadecimal: String {
        [UInt8(truncatingIfNeeded: self >> 8), UInt8(truncatingIfNeeded: self)].hexadecimal
    }
}

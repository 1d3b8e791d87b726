import ChipConnections
import Glibc
import PCSCTransport
import USBTransport

/// A security key in a USB port, or a card reader with or without a card, as it is listed.
struct FoundToken: Encodable, Equatable {
    enum Transport: String, Encodable {
        case usb
        case card
    }

    enum State: String, Encodable {
        case ready
        case inUse
        case noPermission
        case empty
        case mute
    }

    let transport: Transport
    /// The port, as the kernel writes it, or the reader's name.
    let place: String
    var vendor: String?
    var product: String?
    var release: String?
    var manufacturer: String?
    var name: String?
    var serialNumber: String?
    var answerToReset: String?
    let state: State
    /// Reason why it cannot be used.
    var reason: String?

    /// The token in a USB port; nil for a device that is none.
    init?(_ device: USBDevice) {
        guard let interface = device.interfaces.first(where: \.mayBeFIDO) else { return nil }
        self.transport = .usb
        self.place = device.place.description
        self.vendor = Self.hexadecimal(device.vendor)
        self.product = Self.hexadecimal(device.product)
        self.release = Self.hexadecimal(device.release)
        self.manufacturer = device.manufacturerName
        self.name = device.productName
        self.serialNumber = device.serialNumber
        if interface.reportDescriptor == nil {
            self.state = .inUse
            self.reason = USBError.busy.description
        } else if unsafe access(device.path, R_OK | W_OK) != 0 {
            self.state = .noPermission
            self.reason = USBError.accessDenied(path: device.path).description
        } else {
            self.state = .ready
        }
    }

    /// A card reader.
    init(_ reader: ReaderState) {
        self.transport = .card
        self.place = reader.name
        switch reader.card {
        case .absent:
            self.state = .empty
        case .mute:
            self.state = .mute
            self.reason = PCSCError.unresponsiveCard.description
        case .present(let answerToReset):
            self.answerToReset = answerToReset.map { Self.hexadecimal($0) }.joined()
            self.state = reader.isExclusive ? .inUse : .ready
            if reader.isExclusive { self.reason = PCSCError.sharingViolation.description }
        }
    }

    /// Whether both are at the same place.
    func isAtPlace(of other: FoundToken) -> Bool {
        self.transport == other.transport && self.place == other.place
    }

    /// The token as a person reads it.
    var line: String {
        let reason = self.reason.map { ": \($0)" } ?? ""
        switch self.transport {
        case .usb:
            let names = [self.manufacturer, self.name, self.serialNumber.map { "serial number \($0)" }]
            let text = names.compactMap { $0 }.joined(separator: ", ")
            return "USB port \(self.place): \(self.vendor ?? ""):\(self.product ?? "") \(text), \(self.words)\(reason)"
        case .card:
            let answer = self.answerToReset.map { "card \($0), " } ?? ""
            return "reader \(self.place): \(answer)\(self.words)\(reason)"
        }
    }

    private var words: String {
        switch self.state {
        case .ready: "ready"
        case .inUse: "in use"
        case .noPermission: "not allowed"
        case .empty: "no card"
        case .mute: "no answer"
        }
    }

    private static func hexadecimal(_ number: some FixedWidthInteger & UnsignedInteger) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: number.bitWidth / 4 - digits.count) + digits
    }
}

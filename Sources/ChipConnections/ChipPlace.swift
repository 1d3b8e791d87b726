import CTAPHID
import PCSCTransport
package import USBTransport

/// The place of a token: a FIDO interface in a USB port, or a card in a reader.
package enum ChipPlace: Hashable, Sendable {
    /// A USB device and its FIDO interface.
    case usb(USBDevice, USBInterface)

    /// A reader with a card, and the card's answer to reset.
    case card(reader: String, answerToReset: [UInt8])

    /// The port as the kernel writes it, such as `1-4.2`, or the reader's name.
    package var name: String {
        switch self {
        case .usb(let device, _): device.place.description
        case .card(let reader, _): reader
        }
    }

    /// The USB serial number; `nil` for a card and for a device without one.
    package var serialNumber: String? {
        switch self {
        case .usb(let device, _): device.serialNumber
        case .card: nil
        }
    }

    /// Whether both are the same port or the same reader.
    package func isAtPlace(of other: ChipPlace) -> Bool {
        switch (self, other) {
        case (.usb(let one, _), .usb(let two, _)): one.place == two.place
        case (.card(let one, _), .card(let two, _)): one == two
        case (.usb, .card), (.card, .usb): false
        }
    }
}

extension ChipPlace: CustomStringConvertible {
    /// The place in words, with the option that selects it.
    package var description: String {
        switch self {
        case .usb(let device, _):
            let names = [device.manufacturerName, device.productName].compactMap { $0 }.joined(separator: " ")
            let serial = device.serialNumber.map { ", serial number \($0)" } ?? ""
            return "USB port \(device.place): \(names.isEmpty ? "security key" : names)\(serial)"
        case .card(let reader, _):
            return "reader \(reader)"
        }
    }
}

/// The tokens of this machine at one moment.
package struct ChipPlaces: Sendable {
    /// USB keys, then cards.
    package private(set) var places: [ChipPlace] = []

    /// Errors of transports, one sentence each.
    package private(set) var problems: [String] = []

    /// Looks at every USB port and every reader; nothing is opened.
    package static func now() -> ChipPlaces {
        var found = ChipPlaces()
        do {
            for device in try USBDevices.list() {
                guard let interface = device.interfaces.first(where: \.mayBeFIDO) else { continue }
                found.places.append(.usb(device, interface))
            }
        } catch {
            found.problems.append("USB: \(error)")
        }
        do {
            for reader in try CardReaders.list() {
                guard case .present(let answerToReset) = reader.card else { continue }
                found.places.append(.card(reader: reader.name, answerToReset: answerToReset))
            }
        } catch {
            found.problems.append("card readers: \(error)")
        }
        return found
    }
}

extension USBInterface {
    /// Whether it is a FIDO interface, CTAP 2.1, section 11.2.8, or could be one that another program has taken.
    package var mayBeFIDO: Bool {
        guard self.isHID, self.input != nil, self.output != nil else { return false }
        guard let bytes = self.reportDescriptor else { return self.subclassCode == 0 && self.protocolCode == 0 }
        guard let descriptor = try? HIDReportDescriptor(parsing: bytes) else { return false }
        return descriptor.topUsages.contains(.fido)
    }
}

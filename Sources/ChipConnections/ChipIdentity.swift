package import CTAPHID
package import ISO7816
package import PCSCTransport
package import USBTransport

/// The properties of a token that its transport shows.
package enum ChipIdentity: Sendable {
    case usb(USBIdentity)
    case card(CardIdentity)
}

/// The descriptors of a USB key, and its channel.
package struct USBIdentity: Sendable {
    package let device: USBDevice
    package let interface: USBInterface

    /// The report descriptor of the FIDO interface.
    package let reportDescriptor: [UInt8]

    package let reports: ReportSizes

    /// The open channel with the response to INIT; `nil` before INIT.
    package let channel: OpenedChannel?
}

/// A card, its reader and the selected applet.
package struct CardIdentity: Sendable {
    package let reader: String
    package let answerToReset: [UInt8]
    package let features: ReaderFeatures

    /// The protocol between reader and card, 0 or 1; `nil` before the first exchange.
    package let transportProtocol: Int?

    /// The version text of the applet, which may be empty; `nil` while it is not selected.
    package let version: [UInt8]?

    /// The form of the APDUs.
    package let limits: LengthLimits
}

extension ChipPlace {
    /// The card's answer to reset; `nil` for a USB key.
    package var answerToReset: [UInt8]? {
        switch self {
        case .usb: nil
        case .card(_, let answerToReset): answerToReset
        }
    }
}

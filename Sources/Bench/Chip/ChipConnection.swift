/// What a chip touches: a USB port, a reader's field, both or neither.
package struct ChipConnection: Equatable, Sendable {
    /// Whether it is plugged in.
    package var usb: Bool
    /// Whether it lies on a reader.
    package var nfc: Bool

    package init(usb: Bool = false, nfc: Bool = false) {
        self.usb = usb
        self.nfc = nfc
    }
}

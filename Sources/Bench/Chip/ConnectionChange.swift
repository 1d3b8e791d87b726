/// What a chip is to be plugged into or laid on; what is not given stays.
package struct ConnectionChange: Equatable, Sendable {
    package var usb: Bool?
    package var nfc: Bool?

    package init(usb: Bool? = nil, nfc: Bool? = nil) {
        self.usb = usb
        self.nfc = nfc
    }
}

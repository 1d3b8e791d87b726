/// How a device presents itself on the bus, USB 2.0, section 9.6.1.
package struct USBDeviceProfile: Equatable, Sendable {
    package var vendorID: UInt16
    package var productID: UInt16
    /// The device's release as decimal digits, 0x0100 for 1.00.
    package var release: UInt16
    package var manufacturer: String
    package var product: String
    package var serialNumber: String

    /// Full speed: Linux, `enum usb_device_speed`.
    static let speed: UInt32 = 2

    /// Without numbers of its own a device has those of the first of pid.codes' products for tests, which are no maker's.
    package init(
        vendorID: UInt16 = 0x1209,
        productID: UInt16 = 0x0001,
        release: UInt16 = 0x0100,
        manufacturer: String = "mitid-tokens",
        product: String,
        serialNumber: String
    ) {
        self.vendorID = vendorID
        self.productID = productID
        self.release = release
        self.manufacturer = manufacturer
        self.product = product
        self.serialNumber = serialNumber
    }
}

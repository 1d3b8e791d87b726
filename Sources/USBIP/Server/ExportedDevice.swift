/// A device that can be plugged into a ``USBIPServer``.
package struct ExportedDevice: Sendable {
    package var profile: USBDeviceProfile
    package var hid: any HIDPipe
    /// Nothing makes a device without a CCID interface.
    package var card: (any CardPipe)?

    package init(profile: USBDeviceProfile, hid: any HIDPipe, card: (any CardPipe)?) {
        self.profile = profile
        self.hid = hid
        self.card = card
    }

    func entry(at busID: BusID) -> DeviceEntry {
        DeviceEntry(
            busID: busID,
            profile: self.profile,
            interfaces: USBDevice.interfaces(hasCard: self.card != nil)
        )
    }
}

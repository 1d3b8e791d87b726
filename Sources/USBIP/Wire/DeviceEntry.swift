/// A device as a list of devices and the reply to an import describe it.
package struct DeviceEntry: Equatable, Sendable {
    package var busID: BusID
    package var profile: USBDeviceProfile
    package var interfaces: [InterfaceClass]

    package init(busID: BusID, profile: USBDeviceProfile, interfaces: [InterfaceClass]) {
        self.busID = busID
        self.profile = profile
        self.interfaces = interfaces
    }
}

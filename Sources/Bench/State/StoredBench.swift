/// What a store held when it was opened.
package struct StoredBench: Sendable {
    package let devices: [DeviceSnapshot]
    package let clock: StoredClock
    /// What could not be read and was set aside, one line each.
    package let complaints: [String]

    package init(devices: [DeviceSnapshot], clock: StoredClock, complaints: [String]) {
        self.devices = devices
        self.clock = clock
        self.complaints = complaints
    }
}

/// The version of a device as INIT tells it, CTAP 2.1, section 11.2.9.1.3.
package struct DeviceVersion: Equatable, Sendable {
    /// The first part.
    package var major: UInt8

    /// The second part.
    package var minor: UInt8

    /// The third part.
    package var build: UInt8

    /// A version of its three parts.
    package init(major: UInt8, minor: UInt8, build: UInt8) {
        self.major = major
        self.minor = minor
        self.build = build
    }
}

package import OTPDevices

/// A profile and the name it goes by; a profile of one's own may have none.
package struct NamedProfile: Equatable, Sendable {
    package let name: String?
    package let profile: DeviceProfile

    package init(name: String?, profile: DeviceProfile) {
        self.name = name
        self.profile = profile
    }

    /// The profile that comes with the bench under that name.
    package init?(named name: String) {
        guard let profile = DeviceProfile.named(name) else { return nil }
        self.init(name: name, profile: profile)
    }
}

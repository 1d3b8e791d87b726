/// What INIT tells of a token, CTAP 2.1, section 11.2.9.1.3.
package struct DeviceInformation: Equatable, Sendable {
    /// The version of CTAPHID that is spoken here.
    package static let protocolVersion: UInt8 = 2

    /// The device's own version.
    package var version: DeviceVersion

    /// What it can do.
    package var capabilities: Capabilities

    /// A token of a version that can do so much.
    package init(version: DeviceVersion, capabilities: Capabilities) {
        self.version = version
        self.capabilities = capabilities
    }

    /// The payload of INIT's answer.
    func answer(nonce: [UInt8], channel: ChannelID) -> [UInt8] {
        var payload = nonce + channel.bytes
        payload += [Self.protocolVersion, self.version.major, self.version.minor, self.version.build]
        payload.append(self.capabilities.rawValue)
        return payload
    }
}

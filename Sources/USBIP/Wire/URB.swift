/// A transfer that the host asks for: Linux, `USBIP_CMD_SUBMIT`.
package struct URB: Equatable, Sendable {
    /// The client's number of it, which the completion repeats.
    package var sequence: UInt32
    package var endpoint: EndpointAddress
    /// How many bytes the host has room for, or sends.
    package var length: Int
    package var setup: SetupPacket
    /// What the host sends.
    package var data: [UInt8]

    package init(
        sequence: UInt32,
        endpoint: EndpointAddress,
        length: Int,
        setup: SetupPacket = SetupPacket(requestType: 0, request: 0),
        data: [UInt8] = []
    ) {
        self.sequence = sequence
        self.endpoint = endpoint
        self.length = length
        self.setup = setup
        self.data = data
    }
}

/// The eight bytes that begin a control transfer, USB 2.0, section 9.3.
package struct SetupPacket: Equatable, Sendable {
    package var requestType: UInt8
    package var request: UInt8
    package var value: UInt16
    package var index: UInt16
    package var length: UInt16

    package init(requestType: UInt8, request: UInt8, value: UInt16 = 0, index: UInt16 = 0, length: UInt16 = 0) {
        self.requestType = requestType
        self.request = request
        self.value = value
        self.index = index
        self.length = length
    }

    /// Whether the data goes to the host.
    var isIn: Bool {
        self.requestType & 0x80 != 0
    }
}

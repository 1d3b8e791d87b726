/// A TD of an answer to reset and the interface bytes behind it, ISO 7816-3:2006, section 8.2.3.
package struct ProtocolGroup: Equatable, Sendable {
    /// T: 0 for characters, 1 for blocks, 15 for global interface bytes; only its low four bits are coded.
    package var `protocol`: UInt8

    /// TA, TB and TC.
    package var interface: InterfaceBytes

    /// A group for a protocol.
    package init(protocol: UInt8, interface: InterfaceBytes = InterfaceBytes()) {
        self.protocol = `protocol`
        self.interface = interface
    }
}

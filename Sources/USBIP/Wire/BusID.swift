/// The name of a device on a USB/IP server, as `1-2`: the second port of the only bus.
package struct BusID: Hashable, Sendable, CustomStringConvertible {
    package let port: UInt16

    /// How many bytes a bus ID takes on the wire, with zeros after it.
    static let byteCount = 32
    static let bus: UInt16 = 1

    package init(port: UInt16) {
        self.port = port
    }

    /// - Parameter bytes: the field of the wire; nothing comes of a name that no port of this server has.
    init?(parsing bytes: some Sequence<UInt8>) {
        let name = String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        guard name.hasPrefix("\(Self.bus)-"), let port = UInt16(name.dropFirst(2)), "\(Self.bus)-\(port)" == name else {
            return nil
        }
        self.init(port: port)
    }

    package var description: String {
        "\(Self.bus)-\(self.port)"
    }
}

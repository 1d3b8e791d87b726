/// The number and direction of an endpoint, USB 2.0, section 9.6.6, bEndpointAddress.
package struct EndpointAddress: RawRepresentable, Hashable, Sendable {
    package var rawValue: UInt8

    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    package static let control = EndpointAddress(rawValue: 0x00)
    package static let hidOut = EndpointAddress(rawValue: 0x01)
    package static let hidIn = EndpointAddress(rawValue: 0x81)
    package static let ccidOut = EndpointAddress(rawValue: 0x02)
    package static let ccidIn = EndpointAddress(rawValue: 0x82)
    package static let ccidNotification = EndpointAddress(rawValue: 0x83)
}

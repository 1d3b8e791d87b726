/// The kinds of descriptors, USB 2.0, table 9-5; HID 1.11, section 7.1; CCID 1.1, section 5.1.
struct DescriptorType: RawRepresentable, Equatable {
    var rawValue: UInt8

    static let device = DescriptorType(rawValue: 0x01)
    static let configuration = DescriptorType(rawValue: 0x02)
    static let string = DescriptorType(rawValue: 0x03)
    static let interface = DescriptorType(rawValue: 0x04)
    static let endpoint = DescriptorType(rawValue: 0x05)
    /// HID's own and CCID's own descriptor have the same number; the interface tells which it is.
    static let interfaceClass = DescriptorType(rawValue: 0x21)
    static let report = DescriptorType(rawValue: 0x22)
}

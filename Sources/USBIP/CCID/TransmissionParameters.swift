/// How card and reader would speak over wires, CCID 1.1, section 6.2.3: T=1 with its usual values.
enum TransmissionParameters {
    static let protocolNumber: UInt8 = 1
    /// Fi/Di, checksum and convention, guard time, waiting integers, clock stop, information field size, node address.
    static let bytes: [UInt8] = [0x11, 0x10, 0x00, 0x4D, 0x00, 0xFE, 0x00]
}

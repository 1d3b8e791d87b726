package import NIOCore

/// Bytes of a USB/IP connection to requests: one operation, and commands if it was an import.
///
/// A length is judged before anything is kept for it: no more than ``outLimit`` bytes wait for their end.
package struct USBIPDecoder: NIOSingleStepByteToMessageDecoder {
    package typealias InboundOut = USBIPRequest

    private enum Phase {
        case operation
        case commands
    }

    /// The longest transfer that is taken from the host; a control transfer cannot be longer, and no other needs to be.
    package static let outLimit = 65_535
    /// The longest that goes to the host, which costs nothing: what Linux has for all transfers of a program.
    package static let inLimit = 16 * 1024 * 1024
    private static let operationHeaderLength = 8
    private static let commandHeaderLength = 48

    private var phase = Phase.operation

    package init() {}

    package mutating func decode(buffer: inout ByteBuffer) throws(USBIPError) -> USBIPRequest? {
        var attempt = buffer
        let request =
            switch self.phase {
            case .operation: try Self.operation(from: &attempt)
            case .commands: try Self.command(from: &attempt)
            }
        guard let request else { return nil }
        if case .importDevice = request {
            self.phase = .commands
        }
        buffer = attempt
        return request
    }

    /// A request that was cut off is none.
    package mutating func decodeLast(buffer: inout ByteBuffer, seenEOF: Bool) throws(USBIPError) -> USBIPRequest? {
        try self.decode(buffer: &buffer)
    }

    private static func operation(from buffer: inout ByteBuffer) throws(USBIPError) -> USBIPRequest? {
        guard let version = buffer.readInteger(as: UInt16.self) else { return nil }
        guard version == OperationCode.version else { throw .version(version) }
        guard let code = buffer.readInteger(as: UInt16.self) else { return nil }
        switch OperationCode(rawValue: code) {
        case .deviceListRequest:
            guard buffer.readBytes(length: 4) != nil else { return nil }
            return .deviceList
        case .importRequest:
            guard buffer.readBytes(length: 4) != nil, let name = buffer.readBytes(length: BusID.byteCount) else {
                return nil
            }
            return .importDevice(BusID(parsing: name))
        default:
            throw .operation(code)
        }
    }

    private static func command(from buffer: inout ByteBuffer) throws(USBIPError) -> USBIPRequest? {
        // Command, sequence number, device, direction, endpoint; then 28 bytes that depend on the command.
        guard buffer.readableBytes >= Self.commandHeaderLength,
            let (code, sequence, _, direction, endpoint) = buffer.readMultipleIntegers(
                as: (UInt32, UInt32, UInt32, UInt32, UInt32).self
            )
        else { return nil }
        switch CommandCode(rawValue: code) {
        case .submit:
            let address = try Self.address(endpoint: endpoint, direction: direction)
            return try Self.submit(sequence: sequence, endpoint: address, from: &buffer)
        case .unlink:
            guard let victim = buffer.readInteger(as: UInt32.self), buffer.readBytes(length: 24) != nil else {
                return nil
            }
            return .unlink(sequence: sequence, victim: victim)
        default:
            throw .command(code)
        }
    }

    private static func address(endpoint: UInt32, direction: UInt32) throws(USBIPError) -> EndpointAddress {
        guard direction <= 1 else { throw .direction(direction) }
        guard let number = UInt8(exactly: endpoint), number < 16 else { throw .endpoint(endpoint) }
        return EndpointAddress(rawValue: number | (direction == 1 ? 0x80 : 0))
    }

    private static func submit(
        sequence: UInt32,
        endpoint: EndpointAddress,
        from buffer: inout ByteBuffer
    ) throws(USBIPError) -> USBIPRequest? {
        // Flags, length, start frame, number of packets, interval; then the setup packet.
        guard
            let (_, length, _, packetCount, _) = buffer.readMultipleIntegers(
                as: (UInt32, Int32, UInt32, Int32, UInt32).self
            ),
            let (requestType, request, value, index, dataLength) = buffer.readMultipleIntegers(
                endianness: .little,
                as: (UInt8, UInt8, UInt16, UInt16, UInt16).self
            )
        else { return nil }
        let isIn = endpoint.rawValue & 0x80 != 0
        guard (0...(isIn ? Self.inLimit : Self.outLimit)).contains(Int(length)) else { throw .transferLength(length) }
        // -1 stands for a transfer without packets as 0 does.
        guard packetCount <= 0 else { throw .isochronousPackets(packetCount) }
        guard let data = buffer.readBytes(length: isIn ? 0 : Int(length)) else { return nil }
        let setup = SetupPacket(
            requestType: requestType,
            request: request,
            value: value,
            index: index,
            length: dataLength
        )
        return .submit(
            URB(sequence: sequence, endpoint: endpoint, length: Int(length), setup: setup, data: data)
        )
    }
}

/// The CCID interface of a device: a reader whose only card is always there.
struct CCIDInterface {
    static let number: UInt8 = 1
    /// dwMaxCCIDMessageLength; longer APDUs go in blocks.
    static let messageLimit = 3072
    static let blockLimit = Self.messageLimit - CCIDCommand.headerLength
    private static let packetSize = 64
    private static let waitingLimit = 16

    /// ABORT, the only class request that a reader without a choice of clocks knows: CCID 1.1, section 5.3.1.
    private static let abortRequest: UInt8 = 0x01

    private var slot = CCIDSlot()
    /// What has come of a message that comes in several transfers.
    private var message: [UInt8] = []
    private var answers = InPipe(packetSize: Self.packetSize, messageLimit: Self.waitingLimit)
    private var notifications = InPipe(packetSize: 8, messageLimit: 1)

    static let descriptors =
        DescriptorSet.interface(Self.number, endpoints: 3, class: .smartCard, name: 5)
        + Self.ccidDescriptor
        + DescriptorSet.endpoint(.ccidOut, .bulk, size: 64, interval: 0)
        + DescriptorSet.endpoint(.ccidIn, .bulk, size: 64, interval: 0)
        + DescriptorSet.endpoint(.ccidNotification, .interrupt, size: 8, interval: 24)

    /// CCID 1.1, section 5.1.
    static let ccidDescriptor: [UInt8] =
        [
            54, DescriptorType.interfaceClass.rawValue,
            // Version 1.10, one slot, every voltage.
            0x10, 0x01, 0, 7,
        ]
        // T=1; clocks from 4 MHz to 4 MHz, one of them; data rates from 10,752 to 10,752 bits a second, none listed.
        + [2, 4000, 4000].flatMap(Self.littleEndian) + [0]
        + [10_752, 10_752].flatMap(Self.littleEndian) + [0]
        // The longest information field; no synchronous protocols, nothing mechanical.
        + [2038, 0, 0].flatMap(Self.littleEndian)
        // Everything is done by itself (FE), and short and extended APDUs are exchanged whole (40000).
        + [0x0004_00FE, UInt32(Self.messageLimit)].flatMap(Self.littleEndian)
        // No class of its own for GET RESPONSE and ENVELOPE, no display, no PIN pad; one slot busy at a time.
        + [0xFF, 0xFF, 0, 0, 0, 1]

    private static func littleEndian(_ number: UInt32) -> [UInt8] {
        [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: number >> $0) }
    }

    var isCardWorking: Bool {
        self.slot.isWorking
    }

    mutating func submitted(_ urb: URB) -> [USBDeviceAction] {
        switch urb.endpoint {
        case .ccidIn:
            return [USBDeviceAction](self.answers.submitted(sequence: urb.sequence, length: urb.length))
        case .ccidNotification:
            return [USBDeviceAction](self.notifications.submitted(sequence: urb.sequence, length: urb.length))
        default:
            let taken = URBCompletion(sequence: urb.sequence, takenLength: urb.data.count)
            return [.complete(taken)] + self.received(urb.data)
        }
    }

    /// A request of the CCID class, CCID 1.1, section 5.3.
    mutating func requested(by urb: URB) -> [USBDeviceAction] {
        let slot = UInt8(truncatingIfNeeded: urb.setup.value)
        guard urb.setup.request == Self.abortRequest, !urb.setup.isIn, slot == 0 else {
            return [.complete(urb, failing: .stalled)]
        }
        let sequence = UInt8(truncatingIfNeeded: urb.setup.value >> 8)
        return [.complete(urb, sending: nil)] + self.perform(self.slot.abortRequested(sequence))
    }

    mutating func cardAnswered(_ answer: CardAnswer) -> [USBDeviceAction] {
        self.perform(self.slot.cardAnswered(answer))
    }

    /// Asks the host for patience, if it waits for an answer.
    mutating func cardStillWorking() -> [USBDeviceAction] {
        guard self.answers.isAwaited, let patience = self.slot.timeExtension() else { return [] }
        return self.perform([.answer(patience)])
    }

    /// The host wants a transfer back; says whether it still waited.
    mutating func unlinked(_ sequence: UInt32) -> Bool {
        self.answers.unlinked(sequence) || self.notifications.unlinked(sequence)
    }

    /// An endpoint halts.
    mutating func halted(_ endpoint: EndpointAddress) -> [USBDeviceAction] {
        switch endpoint {
        case .ccidIn: self.answers.stalled().map(USBDeviceAction.complete)
        case .ccidNotification: self.notifications.stalled().map(USBDeviceAction.complete)
        default: []
        }
    }

    /// The bus is set up anew: nothing half said counts, the card is without power, and the host is told of it.
    mutating func configured() -> [USBDeviceAction] {
        self.message = []
        self.answers.forgetMessages()
        self.notifications.forgetMessages()
        // One slot: a card is in it, and that is news. CCID 1.1, section 6.3.1.
        let news: [UInt8] = [CCIDMessageType.notifySlotChange.rawValue, 0b11]
        return self.perform(self.slot.configured()) + [USBDeviceAction](self.notifications.sent(news))
    }

    /// One transfer of the host.
    ///
    /// A message ends with its announced length, or before it with a short packet.
    private mutating func received(_ data: [UInt8]) -> [USBDeviceAction] {
        let bytes = self.message + data
        self.message = []
        guard let announced = CCIDCommand.announcedLength(in: bytes), let header = CCIDCommand(header: bytes) else {
            // Too short to have an answer.
            return []
        }
        guard announced <= UInt32(Self.blockLimit) else {
            return self.perform([self.slot.failure(header, .wrongLength)])
        }
        if let command = CCIDCommand(parsing: bytes) {
            return self.perform(self.slot.received(command))
        }
        guard data.count.isMultiple(of: Self.packetSize), !data.isEmpty else {
            return self.perform([self.slot.failure(header, .wrongLength)])
        }
        self.message = bytes
        return []
    }

    private mutating func perform(_ actions: [SlotAction]) -> [USBDeviceAction] {
        var performed: [USBDeviceAction] = []
        for action in actions {
            switch action {
            case .answer(let response): performed += [USBDeviceAction](self.answers.sent(response.bytes))
            case .command(let command): performed.append(.command(command))
            }
        }
        return performed
    }
}

/// The only slot of the reader: one command at a time, extended APDUs in blocks, CCID 1.1, sections 6.1 and 6.2.
struct CCIDSlot {
    enum Work {
        case none
        case powering(sequence: UInt8, ticket: UInt64)
        case exchanging(sequence: UInt8, ticket: UInt64)
    }

    /// The halves of an abort come over two endpoints in either order, section 5.3.1.
    enum Abort: Equatable {
        case none
        case askedOverControl(sequence: UInt8)
        case askedOverBulk(sequence: UInt8)
    }

    /// As much as an extended APDU can have: header, lengths and data, ISO/IEC 7816-4, section 5.1.
    static let commandLimit = 4 + 3 + 65_535 + 3
    /// What a block of a chain may be, section 6.1.4, wLevelParameter, and section 6.2.1, bChainParameter.
    static let wholeBlock: UInt16 = 0x00
    static let firstBlock: UInt16 = 0x01
    static let lastBlock: UInt16 = 0x02
    static let innerBlock: UInt16 = 0x03
    static let nextBlock: UInt16 = 0x10

    var work = Work.none
    var abort = Abort.none
    var power = CardPower.inactive
    private var lastTicket: UInt64 = 0
    /// What has come of a command that comes in blocks.
    private var command: [UInt8]?
    /// What is left of an answer that goes in blocks.
    private var response: ArraySlice<UInt8>?

    var isWorking: Bool {
        switch self.work {
        case .none: false
        case .powering, .exchanging: true
        }
    }

    mutating func received(_ command: CCIDCommand) -> [SlotAction] {
        guard command.slot == 0 else { return [.answer(self.response(to: command, .failed(.noSuchSlot), .absent))] }
        if command.type == .abort {
            return self.abortReceived(command.sequence)
        }
        guard self.abort == .none else { return [self.failure(command, .commandAborted)] }
        guard !self.isWorking else { return [self.failure(command, .slotBusy)] }
        switch command.type {
        case .iccPowerOn:
            self.forgetBlocks()
            let ticket = self.nextTicket()
            self.work = .powering(sequence: command.sequence, ticket: ticket)
            return [.command(.powerOn(ticket: ticket))]
        case .iccPowerOff:
            self.forgetBlocks()
            self.power = .inactive
            return [.command(.powerOff), .answer(self.response(to: command))]
        case .getSlotStatus:
            return [.answer(self.response(to: command))]
        case .xfrBlock:
            return self.blockReceived(command)
        case .getParameters, .resetParameters:
            return [self.parameters(for: command)]
        case .setParameters:
            guard command.specific.0 == TransmissionParameters.protocolNumber else {
                return [self.failure(command, .wrongProtocol)]
            }
            return [self.parameters(for: command)]
        default:
            return [self.failure(command, .notSupported)]
        }
    }

    mutating func cardAnswered(_ answer: CardAnswer) -> [SlotAction] {
        switch (self.work, answer) {
        case (.powering(let sequence, let awaited), .poweredOn(let answerToReset, let ticket)) where ticket == awaited:
            self.work = .none
            guard let answerToReset, !answerToReset.isEmpty else {
                self.power = .inactive
                return [.answer(self.dataBlock(sequence, .failed(.cardMute)))]
            }
            self.power = .active
            return [.answer(self.dataBlock(sequence, data: answerToReset))]
        case (.exchanging(let sequence, let awaited), .responded(let response, let ticket)) where ticket == awaited:
            self.work = .none
            guard let response, !response.isEmpty else {
                self.power = .inactive
                return [.answer(self.dataBlock(sequence, .failed(.cardMute)))]
            }
            return [.answer(self.firstBlock(of: response, sequence))]
        case (.none, _), (.powering, _), (.exchanging, _):
            return []
        }
    }

    /// Asks the host for patience.
    func timeExtension() -> CCIDResponse? {
        switch self.work {
        case .none: nil
        case .powering(let sequence, _), .exchanging(let sequence, _): self.dataBlock(sequence, .timeExtension)
        }
    }

    /// The request ABORT of endpoint 0.
    mutating func abortRequested(_ sequence: UInt8) -> [SlotAction] {
        self.dropWork()
        guard self.abort == .askedOverBulk(sequence: sequence) else {
            self.abort = .askedOverControl(sequence: sequence)
            return []
        }
        self.abort = .none
        return [.answer(self.slotStatus(sequence))]
    }

    /// The reader is set up anew; a card that had power loses it.
    mutating func configured() -> [SlotAction] {
        let hadPower = self.power == .active || self.isWorking
        self.dropWork()
        self.abort = .none
        self.power = .inactive
        return hadPower ? [.command(.powerOff)] : []
    }

    private mutating func abortReceived(_ sequence: UInt8) -> [SlotAction] {
        self.dropWork()
        guard self.abort == .askedOverControl(sequence: sequence) else {
            self.abort = .askedOverBulk(sequence: sequence)
            return []
        }
        self.abort = .none
        return [.answer(self.slotStatus(sequence))]
    }

    private mutating func blockReceived(_ block: CCIDCommand) -> [SlotAction] {
        guard self.power == .active else { return [self.failure(block, .cardMute)] }
        switch (block.levelParameter, self.command) {
        case (Self.wholeBlock, _):
            self.forgetBlocks()
            return self.transmit(block.data, block.sequence)
        case (Self.firstBlock, _):
            self.forgetBlocks()
            self.command = block.data
            return [.answer(self.dataBlock(block.sequence, parameter: Self.nextBlock))]
        case (Self.innerBlock, let begun?), (Self.lastBlock, let begun?):
            guard begun.count + block.data.count <= Self.commandLimit else {
                self.forgetBlocks()
                return [self.failure(block, .wrongLength)]
            }
            guard block.levelParameter == Self.lastBlock else {
                self.command = begun + block.data
                return [.answer(self.dataBlock(block.sequence, parameter: Self.nextBlock))]
            }
            self.forgetBlocks()
            return self.transmit(begun + block.data, block.sequence)
        case (Self.nextBlock, _):
            guard let rest = self.response else { return [self.failure(block, .wrongLevelParameter)] }
            return [.answer(self.furtherBlock(of: rest, block.sequence))]
        default:
            return [self.failure(block, .wrongLevelParameter)]
        }
    }

    private mutating func transmit(_ command: [UInt8], _ sequence: UInt8) -> [SlotAction] {
        let ticket = self.nextTicket()
        self.work = .exchanging(sequence: sequence, ticket: ticket)
        return [.command(.transmit(command, ticket: ticket))]
    }

    private mutating func firstBlock(of response: [UInt8], _ sequence: UInt8) -> CCIDResponse {
        guard response.count > CCIDInterface.blockLimit else { return self.dataBlock(sequence, data: response) }
        self.response = response.dropFirst(CCIDInterface.blockLimit)
        let first = Array(response.prefix(CCIDInterface.blockLimit))
        return self.dataBlock(sequence, data: first, parameter: Self.firstBlock)
    }

    private mutating func furtherBlock(of rest: ArraySlice<UInt8>, _ sequence: UInt8) -> CCIDResponse {
        let isLast = rest.count <= CCIDInterface.blockLimit
        self.response = isLast ? nil : rest.dropFirst(CCIDInterface.blockLimit)
        let block = Array(rest.prefix(CCIDInterface.blockLimit))
        return self.dataBlock(sequence, data: block, parameter: isLast ? Self.lastBlock : Self.innerBlock)
    }

    private mutating func nextTicket() -> UInt64 {
        self.lastTicket &+= 1
        return self.lastTicket
    }

    private mutating func forgetBlocks() {
        self.command = nil
        self.response = nil
    }

    private mutating func dropWork() {
        self.work = .none
        self.forgetBlocks()
    }
}

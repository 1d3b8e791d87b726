extension CCIDSlot {
    func response(
        to command: CCIDCommand,
        _ outcome: CCIDResponse.Outcome = .done,
        _ power: CardPower? = nil
    ) -> CCIDResponse {
        CCIDResponse(
            type: command.type.answer,
            slot: command.slot,
            sequence: command.sequence,
            card: power ?? self.power,
            outcome: outcome
        )
    }

    func failure(_ command: CCIDCommand, _ error: CCIDError) -> SlotAction {
        .answer(self.response(to: command, .failed(error)))
    }

    func slotStatus(_ sequence: UInt8) -> CCIDResponse {
        CCIDResponse(type: .slotStatus, slot: 0, sequence: sequence, card: self.power)
    }

    func dataBlock(
        _ sequence: UInt8,
        _ outcome: CCIDResponse.Outcome = .done,
        data: [UInt8] = [],
        parameter: UInt16 = CCIDSlot.wholeBlock
    ) -> CCIDResponse {
        CCIDResponse(
            type: .dataBlock,
            slot: 0,
            sequence: sequence,
            card: self.power,
            outcome: outcome,
            parameter: UInt8(truncatingIfNeeded: parameter),
            data: data
        )
    }

    /// The parameters, which never change: the reader and the card exchange whole APDUs.
    func parameters(for command: CCIDCommand) -> SlotAction {
        var response = self.response(to: command)
        response.parameter = TransmissionParameters.protocolNumber
        response.data = TransmissionParameters.bytes
        return .answer(response)
    }
}

/// A message of the reader, CCID 1.1, section 6.2.
struct CCIDResponse {
    enum Outcome {
        case done
        case failed(CCIDError)
        /// The card needs more time, section 6.2.6: as much again as it had.
        case timeExtension
    }

    var type: CCIDMessageType
    var slot: UInt8
    var sequence: UInt8
    var card: CardPower
    var outcome = Outcome.done
    /// bChainParameter, bClockStatus or bProtocolNum, as the type has it.
    var parameter: UInt8 = 0
    var data: [UInt8] = []

    var bytes: [UInt8] {
        let (status, error): (UInt8, UInt8) =
            switch self.outcome {
            case .done: (0x00, CCIDError.none.rawValue)
            case .failed(let error): (0x40, error.rawValue)
            case .timeExtension: (0x80, 1)
            }
        let length = UInt32(clamping: self.data.count)
        let header = [
            self.type.rawValue, UInt8(truncatingIfNeeded: length), UInt8(truncatingIfNeeded: length >> 8),
            UInt8(truncatingIfNeeded: length >> 16), UInt8(truncatingIfNeeded: length >> 24), self.slot,
            self.sequence, status | self.card.rawValue, error, self.parameter,
        ]
        return header + self.data
    }
}

import Bench
import VPCD

/// A chip as the card that lies on a reader.
struct ChipCard: VirtualCard {
    let chip: ChipHost

    var answerToReset: [UInt8] {
        get async { await self.chip.answerToReset(in: .nfc) ?? [] }
    }

    func powerOn() async {
        await self.chip.cardPoweredOn(in: .nfc)
    }

    func powerOff() async {
        await self.chip.cardPoweredOff(in: .nfc)
    }

    func reset() async {
        await self.chip.cardPoweredOn(in: .nfc)
    }

    func transmit(_ command: [UInt8]) async -> [UInt8]? {
        await self.chip.transmit(command, in: .nfc)
    }
}

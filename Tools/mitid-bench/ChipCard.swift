import Bench
import VPCD

/// A chip as the card that lies on a reader.
struct ChipCard: VirtualCard {
    let chip: ChipHost

    var answerToReset: [UInt8] {
        get async { await self.chip.answerToReset ?? [] }
    }

    var isOnReader: Bool {
        get async { await self.chip.connection.nfc }
    }

    func powerOn() async {
        await self.chip.cardPoweredOn()
    }

    func powerOff() async {
        await self.chip.cardPoweredOff()
    }

    func reset() async {
        await self.chip.cardPoweredOn()
    }

    func transmit(_ command: [UInt8]) async -> [UInt8]? {
        await self.chip.transmit(command)
    }
}

import Bench
import FIDOAuthenticator
import USBIP

/// A chip as the card in the reader that its own USB device is.
struct ChipReader: CardPipe {
    let chip: ChipHost

    func powerOn() async -> [UInt8]? {
        await self.chip.cardPoweredOn()
        return await self.chip.answerToReset
    }

    func powerOff() async {
        await self.chip.cardPoweredOff()
    }

    func transmit(_ command: [UInt8]) async -> [UInt8]? {
        await self.chip.transmit(command, from: .ownUSB)
    }
}

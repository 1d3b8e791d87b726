import Bench
import OTPCore
import VPCD

/// Lays the bench's chips on the virtual readers of a pcscd.
actor ChipPlaces: ChipConnector {
    private let readers: VirtualCardService?
    private var readersOfChips: [SerialNumber: ReaderAddress] = [:]

    /// - Parameter readers: where chips are laid; without them they touch nothing outside of the bench.
    init(readers: VirtualCardService?) {
        self.readers = readers
    }

    func connectionChanged(of chip: ChipHost, to connection: ChipConnection) async {
        guard let readers = self.readers else { return }
        if connection.nfc {
            guard self.readersOfChips[chip.serialNumber] == nil else { return }
            self.readersOfChips[chip.serialNumber] = await readers.insert(ChipCard(chip: chip))
        } else if let reader = self.readersOfChips.removeValue(forKey: chip.serialNumber) {
            await readers.remove(from: reader)
        }
    }
}

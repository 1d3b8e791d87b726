import Bench
import Logging
import OTPCore
import USBIP
import VPCD

/// Lays the bench's chips on the virtual readers of a pcscd, and plugs them into the ports of a USB/IP server.
actor ChipPlaces: ChipConnector {
    private let readers: VirtualCardService?
    private let ports: USBIPServer?
    private let logger: Logger
    private var readersOfChips: [SerialNumber: ReaderAddress] = [:]
    private var portsOfChips: [SerialNumber: BusID] = [:]

    /// - Parameters:
    ///   - readers: where chips are laid; without them they touch no reader outside of the bench.
    ///   - ports: where chips are plugged in; without them no host but the bench has them.
    ///   - logger: told which chip is where.
    init(readers: VirtualCardService?, ports: USBIPServer?, logger: Logger) {
        self.readers = readers
        self.ports = ports
        self.logger = logger
    }

    func connectionChanged(of chip: ChipHost, to connection: ChipConnection) async {
        await self.lay(chip, isOnReader: connection.nfc)
        await self.plug(chip, isPluggedIn: connection.usb)
    }

    private func lay(_ chip: ChipHost, isOnReader: Bool) async {
        guard let readers = self.readers else { return }
        let serialNumber = chip.serialNumber
        if isOnReader {
            guard self.readersOfChips[serialNumber] == nil else { return }
            guard let reader = await readers.insert(ChipCard(chip: chip)) else { return }
            self.readersOfChips[serialNumber] = reader
            self.logger.info("laid down", metadata: ["serialNumber": "\(serialNumber.text)", "reader": "\(reader)"])
        } else if let reader = self.readersOfChips.removeValue(forKey: serialNumber) {
            await readers.remove(from: reader)
        }
    }

    private func plug(_ chip: ChipHost, isPluggedIn: Bool) async {
        guard let ports = self.ports else { return }
        let serialNumber = chip.serialNumber
        if isPluggedIn {
            guard self.portsOfChips[serialNumber] == nil else { return }
            let profile = USBDeviceProfile(product: "MitID chip (virtual)", serialNumber: serialNumber.text)
            let device = ExportedDevice(profile: profile, hid: ChipKey(chip: chip), card: ChipReader(chip: chip))
            guard let busID = ports.plug(device) else {
                return self.logger.error("no USB port is free", metadata: ["serialNumber": "\(serialNumber.text)"])
            }
            self.portsOfChips[serialNumber] = busID
            self.logger.info("plugged in", metadata: ["serialNumber": "\(serialNumber.text)", "busID": "\(busID)"])
        } else if let busID = self.portsOfChips.removeValue(forKey: serialNumber) {
            await ports.unplug(busID)
        }
    }
}

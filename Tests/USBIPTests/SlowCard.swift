import USBIP

/// A card that answers a command only when its task is cancelled, or at once if the command is short.
struct SlowCard: CardPipe {
    func powerOn() async -> [UInt8]? {
        [0x3B, 0x00]
    }

    func powerOff() async {}

    func transmit(_ command: [UInt8]) async -> [UInt8]? {
        if command.count > 4 {
            // Ends with the task.
            for await _ in AsyncStream<Never>(unfolding: {
                try? await Task.sleep(for: .seconds(3600))
                return nil
            }) {}
            return nil
        }
        return [0x90, 0x00]
    }
}

package import Logging
import ServiceLifecycle

/// Cards in the virtual readers of a pcscd, which vpcd offers on one port after the other.
///
/// Each card is on a reader of its own. pcscd may start later, be restarted or have fewer readers than there are cards:
/// a card tries again and again until its reader is there.
package actor VirtualCardService: Service {

    private let first: ReaderAddress
    private let logger: Logger
    private var stays: [ReaderAddress: Task<Void, Never>] = [:]
    private var isEnding = false

    /// - Parameters:
    ///   - first: where the first reader waits; the next ones wait on the ports after it.
    ///   - logger: told which card comes to which reader, and why one does not.
    package init(first: ReaderAddress, logger: Logger) {
        self.first = first
        self.logger = logger
    }

    /// Lays a card on the reader with the lowest port that has none.
    ///
    /// - Returns: where it lies, for ``remove(from:)``; nothing if there are no more ports, or the process is ending.
    package func insert(_ card: any VirtualCard) -> ReaderAddress? {
        guard !self.isEnding else { return nil }
        guard let address = self.freeReader() else {
            self.logger.warning("no reader is left for a card", metadata: ["first": "\(self.first)"])
            return nil
        }
        let logger = self.logger
        self.stays[address] = Task { await CardStay(card: card, address: address, logger: logger).run() }
        return address
    }

    /// Takes the card from a reader, even in the middle of a command, and returns when it is gone.
    package func remove(from address: ReaderAddress) async {
        guard let stay = self.stays[address] else { return }
        stay.cancel()
        await stay.value
        // Only now is the reader free: two cards would otherwise wait for it.
        if self.stays[address] == stay {
            self.stays[address] = nil
        }
    }

    /// Waits until the process is told to stop, and then takes all cards out.
    package func run() async throws {
        try? await gracefulShutdown()
        self.isEnding = true
        for address in self.stays.keys {
            self.stays[address]?.cancel()
        }
        for stay in self.stays.values {
            await stay.value
        }
        self.stays = [:]
    }

    private func freeReader() -> ReaderAddress? {
        for port in self.first.port...UInt16.max {
            let address = ReaderAddress(host: self.first.host, port: port)
            if self.stays[address] == nil {
                return address
            }
        }
        return nil
    }
}

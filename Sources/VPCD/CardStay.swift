import Logging

/// A card that lies on a reader, whether the reader is there or not.
struct CardStay {
    let card: any VirtualCard
    let address: ReaderAddress
    let logger: Logger

    private static let connectLimit = Duration.seconds(2)

    /// Connects, and connects again, until the task is cancelled.
    @concurrent
    func run() async {
        var backoff = Backoff(first: .milliseconds(20), limit: .seconds(1))
        var isWaiting = false
        while !Task.isCancelled {
            do {
                let connection = try await CardConnection.open(
                    to: self.address,
                    for: self.card,
                    within: Self.connectLimit
                )
                self.logger.debug("card connected to reader", metadata: ["reader": "\(self.address)"])
                if try await connection.run() {
                    backoff.trySucceeded()
                    isWaiting = false
                }
                self.logger.debug("reader left card", metadata: ["reader": "\(self.address)"])
            } catch VPCDError.cardTakenAway {
                self.logger.debug("card taken away", metadata: ["reader": "\(self.address)"])
            } catch {
                // Whatever failed because the card is being taken away is no reason to wait.
                guard !Task.isCancelled else { break }
                // Said once: pcscd may be away for long, or be no pcscd.
                self.logger.log(
                    level: isWaiting ? .trace : .info,
                    "card waits for its reader",
                    metadata: ["reader": "\(self.address)", "reason": "\(error)"]
                )
                isWaiting = true
            }
            try? await Task.sleep(for: backoff.tryFailed())
        }
    }
}

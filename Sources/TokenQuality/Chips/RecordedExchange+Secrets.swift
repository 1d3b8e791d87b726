import FIDOMessages

extension RecordedExchange {
    /// The exchange as it may be written down: of clientPIN the command and the status alone.
    ///
    /// Its members are PINs, PIN tokens and their keys, if encrypted ones.
    package var withoutSecrets: RecordedExchange {
        guard let start = self.clientPINStart else { return self }
        return RecordedExchange(
            self.form,
            request: Array(self.request.prefix(start + 1)),
            response: self.response.map { self.form == .apdu ? Array($0.suffix(2)) : Array($0.prefix(start + 1)) },
            microseconds: self.microseconds
        )
    }

    /// The index of clientPIN's command byte; `nil` for another request.
    private var clientPINStart: Int? {
        let starts: [Int] =
            switch self.form {
            case .ctap2: [0]
            // Behind the command CBOR.
            case .ctaphid: [1]
            // Behind a short Lc and behind an extended one.
            case .apdu: self.request.count > 1 && self.request[1] == 0x10 ? [5, 7] : []
            }
        return starts.first { $0 < self.request.count && self.request[$0] == CTAP2Command.clientPIN.rawValue }
    }
}

import CPCSC

/// A connection of the resource manager to a card, PC/SC part 5, section 3.2.2; used by one thread.
final class CardHandle {
    let manager: ResourceManagerContext
    private let handle: SCARDHANDLE

    /// The protocol that reader and card have agreed on: 0 or 1.
    private(set) var transportProtocol: Int

    private init(_ manager: consuming ResourceManagerContext, _ handle: SCARDHANDLE, _ transportProtocol: Int) {
        self.manager = manager
        self.handle = handle
        self.transportProtocol = transportProtocol
    }

    deinit {
        // The card stays as it is: another program may have a connection as well.
        SCardDisconnect(self.handle, DWORD(SCARD_LEAVE_CARD))
    }

    static func connected(to reader: String) throws(PCSCError) -> CardHandle {
        let manager = try ResourceManagerContext.established()
        var handle = SCARDHANDLE()
        var active = DWORD()
        try unsafe check(
            SCardConnect(manager.context, reader, DWORD(SCARD_SHARE_SHARED), anyProtocol, &handle, &active)
        )
        return CardHandle(manager, handle, Self.number(of: active))
    }

    /// Takes the card up again after another program has reset it, or resets it.
    func reconnect(_ initialization: CardInitialization) throws(PCSCError) {
        var active = DWORD()
        try unsafe check(
            SCardReconnect(self.handle, DWORD(SCARD_SHARE_SHARED), anyProtocol, initialization.rawValue, &active)
        )
        self.transportProtocol = Self.number(of: active)
    }

    func beginTransaction() throws(PCSCError) {
        try check(SCardBeginTransaction(self.handle))
    }

    func endTransaction() {
        SCardEndTransaction(self.handle, DWORD(SCARD_LEAVE_CARD))
    }

    /// Sends one APDU, and gives the response with its status word.
    func transmit(_ command: [UInt8]) throws(PCSCError) -> [UInt8] {
        var response = [UInt8](repeating: 0, count: Int(longestExtendedAPDU))
        var count = DWORD(response.count)
        let request = unsafe self.transportProtocol == 0 ? requestT0() : requestT1()
        try unsafe check(
            SCardTransmit(self.handle, request, command, DWORD(command.count), nil, &response, &count)
        )
        return Array(response.prefix(Int(count)))
    }

    /// Sends the reader a command of its own, PC/SC part 10.
    func control(_ code: DWORD) throws(PCSCError) -> [UInt8] {
        var response = [UInt8](repeating: 0, count: 264)
        var count = DWORD()
        let size = DWORD(response.count)
        try unsafe check(SCardControl(self.handle, code, nil, 0, &response, size, &count))
        return Array(response.prefix(Int(min(count, size))))
    }

    /// An attribute of the reader as text, PC/SC part 3, section 3.1.2.
    func text(of attribute: DWORD) -> String? {
        var bytes = [UInt8](repeating: 0, count: 264)
        var count = DWORD(bytes.count)
        guard unsafe SCardGetAttrib(self.handle, attribute, &bytes, &count) == 0 else { return nil }
        // Some readers say where their string ends with a NUL.
        let text = String(decoding: bytes.prefix(Int(count)).prefix { $0 != 0 }, as: UTF8.self)
        return text.isEmpty ? nil : text
    }

    private static func number(of active: DWORD) -> Int {
        active & DWORD(SCARD_PROTOCOL_T1) != 0 ? 1 : 0
    }
}

/// Treatment of a card at reconnection, PC/SC part 5, section 3.2.2.
package enum CardInitialization: Sendable {
    /// It stays as it is.
    case leave
    /// Warm reset.
    case reset
    /// Power off and on.
    case powerCycle

    fileprivate var rawValue: DWORD {
        switch self {
        case .leave: DWORD(SCARD_LEAVE_CARD)
        case .reset: DWORD(SCARD_RESET_CARD)
        case .powerCycle: DWORD(SCARD_UNPOWER_CARD)
        }
    }
}

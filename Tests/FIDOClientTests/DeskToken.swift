import AuthenticatorCrypto
import CTAPHID
import FIDOAuthenticator
import FIDOClient
import ISO7816
import LibCrypto
import Testing

/// A chip with real cryptography, asked through the client's machines over USB or as a card.
struct DeskToken {
    enum Route: CaseIterable {
        case usb
        case shortCard
        case extendedCard
    }

    /// A user who touches whenever the chip waits.
    var touches = true

    /// A fault of the USB wire, for one packet of the next request or response.
    enum Damage: CaseIterable {
        case lost
        case doubled
        /// Exchanged with the packet behind it.
        case swapped
        /// A packet of another channel comes before it.
        case foreign
    }

    /// The next fault: in requests if `isRequest`, else in responses; the packet is counted from 0.
    var damage: (damage: Damage, isRequest: Bool, index: Int)?

    let route: Route
    private(set) var chip: Chip<LibCryptoEnvironment>
    private(set) var keepalives: [KeepaliveStatus] = []
    /// Commands that a reader transmitted.
    private(set) var transmitted: [[UInt8]] = []
    var cryptography = LibCryptoEnvironment(attestation: nil)

    private var now = Uptime.seconds(1)
    private var channel = ChannelID.broadcast
    private var reports: [[UInt8]] = []
    private var responses: [[UInt8]] = []
    private var isUserAwaited = false

    init(_ profile: AuthenticatorProfile = .full, _ route: Route = .usb) throws {
        self.route = route
        let root = try CertificateAuthority(name: AttestationIdentity.testRootName)
        var environment = LibCryptoEnvironment(attestation: try .make(for: profile, under: root))
        let state = try #require(AuthenticatorState.fresh(from: &environment))
        self.chip = Chip(profile: profile, state: state, environment: environment)
        try self.powerOn()
    }

    /// Plugs it in and opens a channel, or lays it on a reader and selects the applet.
    mutating func powerOn() throws {
        guard self.route == .usb else { return try self.select() }
        self.perform(self.chip.pluggedIn(at: self.now))
        var request = ChannelRequest(nonce: 0x0102_0304_0506_0708, startedAt: self.now)
        self.send(request.packets)
        while !self.reports.isEmpty {
            if case .answered(let opened) = request.reportReceived(self.reports.removeFirst(), at: self.now) {
                self.channel = opened.channel
            }
        }
        try #require(self.channel != .broadcast)
    }

    private mutating func select() throws {
        self.perform(self.chip.fieldEntered(at: self.now))
        var selection = try AppletSelection()
        let step = selection.responseReceived(try self.transmit(selection.opening))
        guard case .selected = step else { throw Missing.response }
    }

    enum Missing: Error {
        case response
    }

    // MARK: Exchanges

    /// Sends a CTAP2 request; the status and the data of its response.
    mutating func exchange(_ message: [UInt8], cancelling: Bool = false) throws -> [UInt8] {
        switch self.route {
        case .usb: try self.exchangeOverUSB(.cbor, message, cancelling: cancelling)
        case .shortCard:
            try self.exchangeOverNFC(message, LengthLimits(allowsExtended: false), cancelling: cancelling)
        case .extendedCard:
            try self.exchangeOverNFC(message, LengthLimits(), cancelling: cancelling)
        }
    }

    /// Makes a call and reads its result.
    mutating func result<Call: CTAP2Call>(of call: Call) throws -> Call.Result {
        let payload = try self.exchange(call.message)
        return try call.answer(parsing: payload)
    }

    /// Sends a U2F command.
    mutating func respond(to command: CommandAPDU) throws -> ResponseAPDU {
        guard self.route == .usb else {
            var command = command
            command.isExtended = self.route == .extendedCard
            let limits = LengthLimits(allowsExtended: command.isExtended)
            var transaction = try CardTransaction(command, limits: limits)
            var step = transaction.begin()
            while true {
                switch step {
                case .send(let bytes): step = transaction.responseReceived(try self.transmit(bytes))
                case .answered(let response): return response
                case .failed(let fault): throw fault
                }
            }
        }
        var extended = command
        extended.isExtended = true
        let payload = try self.exchangeOverUSB(.msg, try extended.bytes(), cancelling: false)
        return try ResponseAPDU(parsing: payload)
    }

    /// Makes a U2F call; the user touches once the token asks for it.
    mutating func result<Call: U2FCall>(of call: Call) throws -> Call.Result {
        do throws(U2FFault) {
            return try call.answer(parsing: try self.responding(to: call.command))
        } catch .userMissing where self.touches {
            self.perform(self.chip.userPresenceGiven(at: self.now))
            return try call.answer(parsing: try self.respond(to: call.command))
        }
    }

    private mutating func responding(to command: CommandAPDU) throws(U2FFault) -> ResponseAPDU {
        guard let response = try? self.respond(to: command) else { throw .malformed }
        return response
    }

    mutating func touch() {
        self.perform(self.chip.userPresenceGiven(at: self.now))
    }

    private mutating func exchangeOverUSB(_ command: Command, _ payload: [UInt8], cancelling: Bool) throws -> [UInt8] {
        let request = try Message(channel: self.channel, command: command, payload: payload)
        var transaction = try HostTransaction(request, startedAt: self.now)
        self.send(transaction.packets)
        if cancelling, case .send(let packets) = transaction.cancelled(at: self.now) { self.send(packets) }
        while true {
            let step =
                self.reports.isEmpty
                ? self.passing { transaction.timePassed(to: $0) }
                : transaction.reportReceived(self.reports.removeFirst(), at: self.now)
            switch step {
            case .wait: break
            case .send(let packets): self.send(packets)
            case .keepalive(let status): self.keepalives.append(status)
            case .answered(let message): return message.payload
            case .refused(let code): throw ConnectionFault.refused(code)
            case .violated(let fault): throw fault
            }
        }
    }

    private mutating func exchangeOverNFC(
        _ message: [UInt8],
        _ limits: LengthLimits,
        cancelling: Bool
    ) throws -> [UInt8] {
        var exchange = try NFCExchange(message, limits: limits)
        if cancelling { exchange.cancel() }
        var bytes = exchange.opening
        while true {
            var step = exchange.responseReceived(try self.transmit(bytes))
            if case .keepalive(let status) = step {
                self.keepalives.append(status)
                step = exchange.poll()
            }
            switch step {
            case .transmit(let next): bytes = next
            case .keepalive: break
            case .answered(let payload): return payload
            case .refused(let statusWord): throw statusWord
            case .violated(let fault): throw fault
            }
        }
    }

    // MARK: The chip's side

    /// One APDU and its response, which may take time.
    mutating func transmit(_ bytes: [UInt8]) throws -> [UInt8] {
        self.transmitted.append(bytes)
        self.perform(self.chip.commandReceived(bytes, at: self.now))
        for _ in 0..<1_000 where self.responses.isEmpty { _ = self.passing { _ in true } }
        guard !self.responses.isEmpty else { throw Missing.response }
        return self.responses.removeFirst()
    }

    private mutating func send(_ packets: [Packet]) {
        for packet in self.damaged(packets, isRequest: true) {
            self.perform(self.chip.reportReceived(packet.bytes, at: self.now))
        }
    }

    /// The packets after the wire; a fault happens once.
    private mutating func damaged(_ packets: [Packet], isRequest: Bool) -> [Packet] {
        guard let damage, damage.isRequest == isRequest, damage.index < packets.count else { return packets }
        self.damage = nil
        var packets = packets
        let packet = packets[damage.index]
        switch damage.damage {
        case .lost: packets.remove(at: damage.index)
        case .doubled: packets.insert(packet, at: damage.index)
        case .swapped: packets.swapAt(damage.index, min(damage.index + 1, packets.count - 1))
        case .foreign:
            let channel = ChannelID(rawValue: 0x7777)
            packets.insert(
                Packet(channel: channel, kind: .continuation(sequence: 0), data: packet.data[...]),
                at: damage.index
            )
        }
        return packets
    }

    /// Lets time pass, and the user touch what waits.
    private mutating func passing<Outcome>(_ body: (Uptime) -> Outcome) -> Outcome {
        self.now = self.now.advanced(byMilliseconds: 50)
        self.perform(self.chip.timePassed(to: self.now))
        if self.isUserAwaited, self.touches {
            self.isUserAwaited = false
            self.perform(self.chip.userPresenceGiven(at: self.now))
        }
        return body(self.now)
    }

    /// Lets so much time pass, with keepalives and without touches.
    mutating func pass(milliseconds: UInt64) {
        self.now = self.now.advanced(byMilliseconds: milliseconds)
        self.perform(self.chip.timePassed(to: self.now))
    }

    private mutating func perform(_ effects: [ChipEffect]) {
        for effect in effects {
            switch effect {
            case .send(let message):
                self.reports += self.damaged(message.packets, isRequest: false).map(\.bytes)
            case .respond(let response): self.responses.append(response.bytes)
            case .commit: self.perform(self.chip.committed(at: self.now))
            case .awaitUserPresence: self.isUserAwaited = true
            case .accepted, .wink: break
            }
        }
    }
}

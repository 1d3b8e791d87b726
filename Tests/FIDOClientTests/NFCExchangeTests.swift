import CTAPHID
import FIDOAuthenticator
import FIDOClient
import FIDOMessages
import ISO7816
import Testing

/// The NFC exchange against the chip, and against cards of other makers as they were seen.
struct NFCExchangeTests {
    private func script(_ exchange: inout NFCExchange, _ responses: [[UInt8]]) -> [NFCExchange.Step] {
        var steps: [NFCExchange.Step] = []
        for response in responses {
            steps.append(exchange.responseReceived(response))
            if case .keepalive? = steps.last { steps.append(exchange.poll()) }
        }
        return steps
    }

    @Test("SELECT that returns nothing but 9000 selects the applet")
    func emptySelection() throws {
        var selection = try AppletSelection()
        #expect(selection.responseReceived([0x90, 0x00]) == .selected(version: []))
        var missing = try AppletSelection()
        #expect(missing.responseReceived([0x6A, 0x82]) == .refused(.fileNotFound))
        var contact = try AppletSelection()
        #expect(contact.responseReceived([0x61, 0x08]) == .transmit([0x00, 0xC0, 0x00, 0x00, 0x08]))
        #expect(
            contact.responseReceived(Array("FIDO_2_0".utf8) + [0x90, 0x00])
                == .selected(version: Array("FIDO_2_0".utf8))
        )
    }

    @Test("9100 is followed by NFCCTAP_GETRESPONSE until the response is there")
    func polling() throws {
        var exchange = try NFCExchange([0x04], limits: LengthLimits(allowsExtended: false))
        #expect(exchange.opening == [0x80, 0x10, 0x80, 0x00, 0x01, 0x04, 0x00])
        let poll = NFCExchange.Step.transmit([0x80, 0x11, 0x00, 0x00, 0x00])
        let steps = self.script(&exchange, [[0x02, 0x91, 0x00], [0x01, 0x91, 0x00], [0x00, 0x90, 0x00]])
        #expect(steps == [.keepalive(.userPresenceNeeded), poll, .keepalive(.processing), poll, .answered([0x00])])
        #expect(exchange.poll() == .answered([0x00]))
    }

    @Test("a cancelled exchange says so in its next poll")
    func cancellation() throws {
        var exchange = try NFCExchange([0x0B], limits: LengthLimits(allowsExtended: false))
        _ = exchange.responseReceived([0x02, 0x91, 0x00])
        exchange.cancel()
        #expect(exchange.poll() == .transmit([0x80, 0x11, 0x11, 0x00, 0x00]))
        #expect(exchange.responseReceived([0x2D, 0x90, 0x00]) == .answered([0x2D]))
    }

    @Test("a cancelled wait of our chip ends with 2D", arguments: [DeskToken.Route.shortCard, .extendedCard])
    func cancelledOnChip(_ route: DeskToken.Route) throws {
        var profile = AuthenticatorProfile.full
        profile.nfcPresenceWindow = 0
        var token = try DeskToken(profile, route)
        token.touches = false
        #expect(try token.exchange([0x0B], cancelling: true) == [CTAP2StatusCode.keepaliveCancel.rawValue])
        token.touches = true
        #expect(try token.exchange([0x0B]) == [0x00])
        #expect(token.keepalives.contains(.userPresenceNeeded))
    }

    @Test("a T=0 card with extended APDUs is spoken to in extended APDUs")
    func extendedOverT0() throws {
        let limits = LengthLimits()
        let exchange = try NFCExchange([UInt8](repeating: 1, count: 300), limits: limits)
        #expect(exchange.opening.count == 4 + 3 + 300 + 2)
        #expect(Array(exchange.opening[4...6]) == [0x00, 0x01, 0x2C])
    }

    @Test("a card without extended APDUs is asked in short ones from then on, polls included")
    func fallsBack() throws {
        var exchange = try NFCExchange([0x04], limits: LengthLimits())
        #expect(exchange.responseReceived([0x67, 0x00]) == .transmit([0x80, 0x10, 0x80, 0x00, 0x01, 0x04, 0x00]))
        #expect(exchange.responseReceived([0x01, 0x91, 0x00]) == .keepalive(.processing))
        #expect(exchange.needsShortForm)
        #expect(exchange.poll() == .transmit([0x80, 0x11, 0x00, 0x00, 0x00]))
    }

    @Test("another status word is a refusal, and a poll that nobody asked for is one")
    func refusals() throws {
        var exchange = try NFCExchange([0x04], limits: LengthLimits())
        #expect(exchange.responseReceived([0x69, 0x85]) == .refused(.conditionsNotSatisfied))
        var idle = try NFCExchange([0x04], limits: LengthLimits())
        #expect(idle.poll() == .refused(.conditionsNotSatisfied))
    }

    @Test("long requests of our chip go in parts and come whole")
    func longRequests() throws {
        var call = MakeCredentialCall(
            clientDataHash: CTAP2CallTests.hash,
            rpID: CTAP2CallTests.rpID,
            user: CTAP2CallTests.user
        )
        call.excludeList = (0..<8).map { [UInt8](repeating: $0, count: 100) }
        for route in [DeskToken.Route.shortCard, .extendedCard] {
            var token = try DeskToken(.full, route)
            #expect(try token.result(of: call).format == "packed")
            let lengths = token.transmitted.map(\.count)
            #expect((lengths.max() ?? 0) <= 246 || route == .extendedCard)
            #expect(token.transmitted.contains { $0[0] == 0x90 } == (route == .shortCard))
        }
    }
}

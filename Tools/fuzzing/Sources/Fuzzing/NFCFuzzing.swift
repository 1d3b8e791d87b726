import FIDOClient
import ISO7816

/// SELECT and the NFC exchange as a client makes them: a card that responds with anything.
enum NFCFuzzing {
    static func run(_ input: [UInt8]) {
        var reader = InputReader(input)
        if reader.flag() {
            self.exchange(&reader)
        } else {
            self.selection(&reader)
        }
    }

    /// Often a status word that means something here.
    private static func response(_ reader: inout InputReader) -> [UInt8] {
        let first: [UInt8] = [0x90, 0x61, 0x6C, 0x67, 0x6D, 0x6E, 0x91]
        guard !reader.flag() else { return reader.bytes(reader.number(below: 40)) }
        let data = reader.bytes(reader.number(below: 30))
        return data + [first[reader.number(below: first.count)], reader.flag() ? 0x00 : reader.byte()]
    }

    private static func check(_ bytes: [UInt8], isExtendedAllowed: Bool) {
        guard let command = try? CommandAPDU(parsing: bytes) else {
            return hold(false, "what is transmitted is a command")
        }
        hold(!command.isChained || command.expectedLength == nil, "a chained part has no Le")
        hold(isExtendedAllowed || !command.isExtended, "a reader of short APDUs gets short ones")
    }

    private static func exchange(_ reader: inout InputReader) {
        let limits = LengthLimits(allowsExtended: reader.flag(), partByteCount: reader.number(below: 256))
        let message = [UInt8](repeating: 4, count: 1 + reader.twoBytes() % 2_000)
        guard var exchange = try? NFCExchange(message, limits: limits, polls: reader.flag()) else {
            return hold(false, "a request that fits is taken")
        }
        self.check(exchange.opening, isExtendedAllowed: limits.allowsExtended)
        var end: NFCExchange.Step?
        while !reader.isAtEnd {
            if reader.number(below: 16) == 0 { exchange.cancel() }
            var step =
                reader.number(below: 16) == 0
                ? exchange.transmissionRefused() : exchange.responseReceived(self.response(&reader))
            if let end { hold(step == end, "the end is the end") }
            if case .keepalive = step {
                step = exchange.poll()
                guard case .transmit = step else { return hold(false, "a card that works is asked again") }
            }
            if case .transmit(let bytes) = step {
                self.check(bytes, isExtendedAllowed: limits.allowsExtended && !exchange.needsShortForm)
            } else {
                end = step
            }
        }
    }

    private static func selection(_ reader: inout InputReader) {
        guard var selection = try? AppletSelection() else { return hold(false, "SELECT is a command") }
        self.check(selection.opening, isExtendedAllowed: false)
        while !reader.isAtEnd {
            if case .transmit(let bytes) = selection.responseReceived(self.response(&reader)) {
                self.check(bytes, isExtendedAllowed: false)
            }
        }
    }
}

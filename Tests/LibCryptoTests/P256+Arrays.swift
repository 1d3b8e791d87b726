import LibCrypto

// The testing macros take calls apart and cannot hold a span.

extension P256Signature {
    init?(raw: [UInt8]) { self.init(raw: raw.span) }

    init?(der: [UInt8]) { self.init(der: der.span) }
}

extension P256PublicKey {
    init?(uncompressed: [UInt8]) { self.init(uncompressed: uncompressed.span) }

    init?(x: [UInt8], y: [UInt8]) { self.init(x: x.span, y: y.span) }
}

extension Certificate {
    init?(bytes: [UInt8]) { self.init(der: bytes.span) }
}

import CPCSC

/// Properties of a reader, PC/SC part 10, section 2.6.14, and part 3, section 3.1.2.
package struct ReaderFeatures: Equatable, Sendable {
    /// The longest command data it takes, in bytes: 256 and less for readers of short APDUs only; nil if it does not say.
    package var longestData: Int?

    /// The USB numbers of its maker and its product.
    package var usbNumbers: (vendor: UInt16, product: UInt16)? {
        self.vendor.flatMap { vendor in self.product.map { (vendor, $0) } }
    }

    package var vendorName: String?
    package var serialNumber: String?

    private var vendor: UInt16?
    private var product: UInt16?

    /// The feature that tells properties, PC/SC part 10, section 2.3.
    private static let propertiesTag: UInt8 = 0x12

    package init() {}

    init(of card: CardHandle) {
        self.vendorName = card.text(of: CPCSC.vendorName)
        self.serialNumber = card.text(of: readerSerialNumber)
        guard let features = try? card.control(featureRequest),
            let code = Self.values(in: features).first(where: { $0.tag == Self.propertiesTag })?.value,
            let properties = try? card.control(DWORD(code.reduce(0) { $0 << 8 | UInt32($1) }))
        else { return }
        self.read(properties)
    }

    /// Reads the properties: tag, length and value each, numbers with their lowest byte first.
    package mutating func read(_ properties: [UInt8]) {
        for (tag, value) in Self.values(in: properties) {
            guard value.count <= 4 else { continue }
            let number = value.reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            switch tag {
            case 0x0A: self.longestData = Int(number)
            case 0x0B: self.vendor = UInt16(truncatingIfNeeded: number)
            case 0x0C: self.product = UInt16(truncatingIfNeeded: number)
            default: break
            }
        }
    }

    /// The values of a list of tag, length and value; what ends too early is left out.
    private static func values(in bytes: [UInt8]) -> [(tag: UInt8, value: ArraySlice<UInt8>)] {
        var values: [(tag: UInt8, value: ArraySlice<UInt8>)] = []
        var rest = bytes[...]
        while let tag = rest.popFirst(), let length = rest.popFirst(), rest.count >= Int(length) {
            values.append((tag, rest.prefix(Int(length))))
            rest = rest.dropFirst(Int(length))
        }
        return values
    }
}

/// The query of a key URI, each known parameter at most once.
struct KeyURIParameters {
    private(set) var secret: [UInt8]?
    private(set) var algorithm: HashAlgorithm?
    private(set) var digits: Int?
    private(set) var period: UInt32?
    private(set) var counter: UInt64?
    private(set) var issuer: String?

    /// Names of other apps that describe a key or its picture, and change no code.
    private static let harmlessNames = [
        "image", "icon", "logo", "color", "background", "label", "name", "account", "user", "username", "email",
        "description", "note", "notes", "group", "tag", "tags", "category", "website", "creator", "serial", "lock",
    ]

    mutating func read(_ query: ArraySlice<UInt8>) throws(KeyURIError) {
        for item in query.split(separator: UInt8(ascii: "&")) {
            let equals = item.firstIndex(of: UInt8(ascii: "=")) ?? item.endIndex
            let encoded = equals < item.endIndex ? item[(equals + 1)...] : item[item.endIndex...]
            let name = (percentDecoded(item[..<equals]) ?? [])[...]
            if let parameter = KeyURIParameters.parameter(name) {
                guard let value = percentDecoded(encoded) else { throw .invalidParameter(parameter) }
                try self.set(parameter, to: value)
            } else if KeyURI.equal(name, "issuer") {
                // The first one counts.
                let value = percentDecoded(encoded) ?? Array(encoded)
                self.issuer = self.issuer ?? String(decoding: value, as: UTF8.self)
            } else if !KeyURIParameters.harmlessNames.contains(where: { word in KeyURI.equal(name, word) }) {
                throw .unknownParameter(position: item.startIndex)
            }
        }
    }

    private static func parameter(_ name: ArraySlice<UInt8>) -> KeyURIError.Parameter? {
        if KeyURI.equal(name, "secret") { return .secret }
        if KeyURI.equal(name, "algorithm") { return .algorithm }
        if KeyURI.equal(name, "digits") { return .digits }
        if KeyURI.equal(name, "period") { return .period }
        return KeyURI.equal(name, "counter") ? .counter : nil
    }

    private mutating func set(_ parameter: KeyURIError.Parameter, to value: [UInt8]) throws(KeyURIError) {
        switch parameter {
        case .secret:
            guard self.secret == nil else { throw .repeatedParameter(.secret) }
            self.secret = value
        case .algorithm:
            guard self.algorithm == nil else { throw .repeatedParameter(.algorithm) }
            self.algorithm = try KeyURIParameters.algorithm(value[...])
        case .digits:
            guard self.digits == nil else { throw .repeatedParameter(.digits) }
            guard let number = KeyURIParameters.number(value), number >= 6, number <= 10 else {
                throw .invalidParameter(.digits)
            }
            self.digits = Int(number)
        case .period:
            guard self.period == nil else { throw .repeatedParameter(.period) }
            guard let number = KeyURIParameters.number(value), number > 0, let period = UInt32(exactly: number) else {
                throw .invalidParameter(.period)
            }
            self.period = period
        case .counter:
            guard self.counter == nil else { throw .repeatedParameter(.counter) }
            guard let number = KeyURIParameters.number(value) else { throw .invalidParameter(.counter) }
            self.counter = number
        }
    }

    private static func algorithm(_ value: ArraySlice<UInt8>) throws(KeyURIError) -> HashAlgorithm {
        if KeyURI.equal(value, "sha1") { return .sha1 }
        if KeyURI.equal(value, "sha256") { return .sha256 }
        if KeyURI.equal(value, "sha512") { return .sha512 }
        throw .invalidParameter(.algorithm)
    }

    private static func number(_ value: [UInt8]) -> UInt64? {
        guard !value.isEmpty else { return nil }
        var number: UInt64 = 0
        for character in value {
            guard let digit = decimalValue(of: character) else { return nil }
            let (product, overflow) = number.multipliedReportingOverflow(by: 10)
            let (sum, carry) = product.addingReportingOverflow(UInt64(digit))
            guard !overflow, !carry else { return nil }
            number = sum
        }
        return number
    }
}

/// The bytes behind percent-encoding, RFC 3986, section 2.1; nil for a `%` without two hexadecimal digits or for text that
/// is not UTF-8.
func percentDecoded(_ text: ArraySlice<UInt8>) -> [UInt8]? {
    var bytes: [UInt8] = []
    var index = text.startIndex
    while index < text.endIndex {
        if text[index] == UInt8(ascii: "%") {
            guard text.endIndex - index > 2, let high = hexadecimalValue(of: text[index + 1]),
                let low = hexadecimalValue(of: text[index + 2])
            else { return nil }
            bytes.append(high &<< 4 | low)
            index += 3
        } else {
            bytes.append(text[index])
            index += 1
        }
    }
    return String(validating: bytes, as: UTF8.self) == nil ? nil : bytes
}

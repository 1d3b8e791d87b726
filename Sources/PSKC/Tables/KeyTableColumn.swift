/// What a column of a table is for.
enum KeyTableColumn: Hashable, Sendable {
    case serialNumber
    case seed
    case kind
    case hash
    case digits
    case timeStep
    case counter
    case manufacturer
    case model
    case user
    case startDate
    case expiryDate

    /// Nothing that a code depends on.
    case remark

    /// As an error names it.
    var name: String {
        switch self {
        case .serialNumber: "serial number"
        case .seed: "seed"
        case .kind: "kind (hotp or totp)"
        case .hash: "hash function"
        case .digits: "number of digits"
        case .timeStep: "time step"
        case .counter: "counter"
        case .manufacturer: "manufacturer"
        case .model: "model"
        case .user: "user"
        case .startDate: "start date"
        case .expiryDate: "expiry date"
        case .remark: "remark"
        }
    }

    private static let names: [String: KeyTableColumn] = [
        "serialnumber": .serialNumber, "serialno": .serialNumber, "serialnr": .serialNumber, "serial": .serialNumber,
        "sn": .serialNumber, "tokenserial": .serialNumber, "tokenserialnumber": .serialNumber, "tokensn": .serialNumber,
        "deviceserial": .serialNumber, "deviceserialnumber": .serialNumber,
        "seed": .seed, "secret": .seed, "secretkey": .seed, "key": .seed, "tokenseed": .seed, "tokenkey": .seed,
        "otpkey": .seed, "otpsecret": .seed, "otpseed": .seed, "sharedsecret": .seed,
        "type": .kind, "tokentype": .kind, "otptype": .kind, "algorithm": .kind,
        "hash": .hash, "hashalgorithm": .hash, "hashfunction": .hash, "hmac": .hash, "hmacalgorithm": .hash,
        "suite": .hash,
        "digits": .digits, "otplength": .digits, "otpdigits": .digits, "codelength": .digits, "responselength": .digits,
        "timeinterval": .timeStep, "timestep": .timeStep, "interval": .timeStep, "period": .timeStep,
        "counter": .counter, "movingfactor": .counter,
        "manufacturer": .manufacturer, "vendor": .manufacturer,
        "model": .model, "product": .model, "tokenmodel": .model, "devicemodel": .model,
        "upn": .user, "userprincipalname": .user, "userid": .user, "username": .user, "user": .user,
        "startdate": .startDate, "validfrom": .startDate,
        "expirydate": .expiryDate, "expirationdate": .expiryDate, "enddate": .expiryDate, "expiry": .expiryDate,
        "validto": .expiryDate, "validuntil": .expiryDate,
        "note": .remark, "notes": .remark, "comment": .remark, "comments": .remark, "description": .remark,
        "remark": .remark, "remarks": .remark, "batch": .remark, "batchnumber": .remark, "order": .remark,
        "ordernumber": .remark,
    ]

    /// The column of this name, and how its seeds are written if the name says so; nil for a name that is not known.
    static func named(_ name: String) -> (column: KeyTableColumn, encoding: SeedEncoding?)? {
        // Case, spaces, dashes and brackets do not matter: "Serial Number", "serial_number", "SECRET KEY (HEX)".
        let plain = name.lowercased().filter { character in character.isLetter || character.isNumber }
        if let column = Self.names[plain] { return (column, nil) }
        let encodings: [(word: String, encoding: SeedEncoding)] = [
            ("hexadecimal", .hexadecimal), ("hex", .hexadecimal), ("base32", .base32), ("b32", .base32),
        ]
        for (word, encoding) in encodings {
            let rest =
                plain.hasPrefix(word)
                ? plain.dropFirst(word.count) : plain.hasSuffix(word) ? plain.dropLast(word.count) : nil
            if let rest, Self.names[String(rest)] == .seed { return (.seed, encoding) }
        }
        return nil
    }
}

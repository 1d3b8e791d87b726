/// What a column of a table is for.
enum KeyTableColumn: Hashable, Sendable {
    case serialNumber
    case seed

    /// By counter or by time.
    case kind

    /// The kind, the hash function, or both: makers call either "algorithm".
    case algorithm

    /// The hash function, or the suite of an OCRA key.
    case hash
    case digits
    case timeStep
    case counter

    /// *Time* and *TimeDrift*, RFC 6030, section 4.2, in time steps.
    case stepsPassed
    case drift

    /// *ResponseFormat*, section 4.3.4.
    case encoding
    case checkDigits
    case manufacturer
    case model
    case issueNumber
    case deviceBinding
    case cryptoModule
    case issuer
    case keyID
    case keyProfile
    case keyReference
    case friendlyName
    case user
    case keyUser
    case startDate
    case expiryDate

    /// Nothing that a code depends on.
    case remark

    /// A column without a name, which must be empty.
    case unnamed

    /// As an error names it.
    var name: String {
        switch self {
        case .serialNumber: "serial number"
        case .seed: "seed"
        case .kind: "kind (hotp or totp)"
        case .algorithm: "algorithm"
        case .hash: "hash function"
        case .digits: "number of digits"
        case .timeStep: "time step"
        case .counter: "counter"
        case .stepsPassed: "time offset"
        case .drift: "time drift"
        case .encoding: "encoding of the codes"
        case .checkDigits: "check digits"
        case .manufacturer: "manufacturer"
        case .model: "model"
        case .issueNumber: "issue number"
        case .deviceBinding: "device binding"
        case .cryptoModule: "crypto module"
        case .issuer: "issuer"
        case .keyID: "key Id"
        case .keyProfile: "key profile"
        case .keyReference: "key reference"
        case .friendlyName: "friendly name"
        case .user: "user"
        case .keyUser: "user of the key"
        case .startDate: "start date"
        case .expiryDate: "expiry date"
        case .remark: "remark"
        case .unnamed: "column without a name"
        }
    }

    /// Whether a row that ends before this column lacks nothing that a code or a decision depends on.
    var isDispensable: Bool {
        switch self {
        case .serialNumber, .seed, .kind, .algorithm, .hash, .digits, .timeStep, .counter, .stepsPassed, .drift,
            .encoding,
            .checkDigits, .startDate, .expiryDate:
            false
        default: true
        }
    }

    /// The column of this name, and how its seeds are written if the name says so; nil for a name that is not known.
    static func named(_ name: String) -> (column: KeyTableColumn, encoding: SeedEncoding?)? {
        if name.isEmpty { return (.unnamed, nil) }
        // Two names and a delimiter are not one name.
        guard !name.contains(where: { character in ",;\t|".contains(character) }) else { return nil }
        // python-pskc's spelling; of others the unit would not be known.
        if name == "time_offset" { return (.stepsPassed, nil) }
        // Case, spaces, dashes and brackets do not matter: "Serial Number", "serial_number", "SECRET KEY (HEX)".
        let plain = name.lowercased().filter { character in character.isLetter || character.isNumber }
        if let column = Self.names[plain] { return (column, nil) }
        for unit in ["inseconds", "seconds", "secs", "sec"] where plain.hasSuffix(unit) {
            if Self.names[String(plain.dropLast(unit.count))] == .timeStep { return (.timeStep, nil) }
        }
        let encodings: [(word: String, encoding: SeedEncoding)] = [
            ("hexadecimal", .hexadecimal), ("hex", .hexadecimal), ("base32", .base32), ("b32", .base32),
            ("base64", .base64), ("b64", .base64),
        ]
        for (word, encoding) in encodings {
            let rest =
                plain.hasPrefix(word)
                ? plain.dropFirst(word.count) : plain.hasSuffix(word) ? plain.dropLast(word.count) : nil
            if let rest, Self.names[String(rest)] == .seed { return (.seed, encoding) }
        }
        return nil
    }

    private static let names: [String: KeyTableColumn] = {
        var names: [String: KeyTableColumn] = [:]
        for (column, words) in Self.words {
            for word in words.split(separator: " ") { names[String(word)] = column }
        }
        return names
    }()

    /// What makers, servers and RFC 6030 call the columns, in small letters and without anything between the words.
    private static let words: [(KeyTableColumn, String)] = [
        (
            .serialNumber,
            "serialnumber serialno serialnr serialnum serial sn sno tokenserial tokenserialnumber tokenserialno tokensn "
                + "tokennumber deviceserial deviceserialnumber deviceserialno devicesn hardwareserial "
                + "hardwareserialnumber serienummer serienr seriennummer"
        ),
        (
            .seed,
            "seed secret secretkey key tokenseed tokenkey tokensecret otpkey otpsecret otpseed oathkey oathsecret oathseed "
                + "sharedsecret sharedkey sharedsecretkey secretseed seedkey seedvalue seeddata secretvalue keyvalue "
                + "keydata hmackey symmetrickey totpsecret totpseed totpkey hotpsecret hotpseed hotpkey"
        ),
        (.kind, "type tokentype otptype oathtype kind mode otpmode oathmode tokenkind otpkind"),
        (.algorithm, "algorithm algo alg otpalgorithm oathalgorithm tokenalgorithm keyalgorithm"),
        (
            .hash,
            "hash hashalgorithm hashalgo hashfunction hashtype hashlib hmac hmacalgorithm hmachash suite algorithmsuite "
                + "ocrasuite sha digest digestalgorithm cryptofunction"
        ),
        (
            .digits,
            "digits otplength otplen otpdigits otpsize codelength codedigits responselength responseformatlength length "
                + "numberofdigits numdigits digitcount passcodelength tokenlength"
        ),
        (
            .timeStep,
            "timeinterval timestep timeperiod interval period step stepsize timestepsize timeslice otpinterval otpperiod "
                + "totpinterval totpperiod totptimestep refreshinterval seconds"
        ),
        (
            .counter,
            "counter movingfactor movingfactorseed eventcounter currentcounter initialcounter startcounter "
                + "startingcounter counterstart countervalue nextcounter hotpcounter otpcounter"
        ),
        (.drift, "timedrift"),
        (.encoding, "responseencoding responseformatencoding"),
        (.checkDigits, "responsecheck checkdigits checkdigit responseformatcheckdigits"),
        (
            .manufacturer,
            "manufacturer vendor maker brand producer tokenvendor devicemanufacturer tokenmanufacturer manufacturername"
        ),
        (.model, "model product tokenmodel devicemodel modelname modelnumber productname"),
        (.issueNumber, "issueno issuenumber"),
        (.deviceBinding, "devicebinding"),
        (.cryptoModule, "cryptomodule cryptomoduleid cryptomoduleinfoid"),
        (.issuer, "issuer issuername keyissuer"),
        (.keyID, "id keyid"),
        (.keyProfile, "keyprofile keyprofileid"),
        (.keyReference, "keyreference"),
        (.friendlyName, "friendlyname name label tokenname tokenlabel devicename displayname"),
        (
            .user,
            "upn userprincipalname userid username user owner login loginname email emailaddress mail assignee assignedto "
                + "deviceuserid"
        ),
        (.keyUser, "keyuserid"),
        (
            .startDate,
            "startdate validfrom notbefore policystartdate validitystart validitystartdate"
        ),
        (
            .expiryDate,
            "expirydate expirationdate enddate expiry expires expiration expireson expiresat validto validuntil validthru "
                + "validtill notafter policyexpirydate validityend validityenddate"
        ),
        (
            .remark,
            "note notes comment comments description remark remarks batch batchnumber batchno lot lotnumber lotno order "
                + "ordernumber orderno purchaseorder po invoice customer index row rownumber line no nr number position "
                + "date productiondate manufacturingdate manufacturedate shipdate shippingdate deliverydate warranty "
                + "color colour status state active enabled location site group department realm resolver tag tags "
                + "window syncwindow countwindow lookahead maxfail failcount challengeencoding challengeminlength "
                + "challengemaxlength challengecheck"
        ),
    ]
}

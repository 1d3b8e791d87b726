package import LibCrypto
package import OTPCore

/// Why one record of a container cannot be used; never with a byte of its secret.
package enum PSKCRejectReason: Error, Equatable, Sendable, CustomStringConvertible {
    case serialNumberMissing
    case serialNumberInvalid(SerialNumberError)
    case keyMissing
    case keyIDMissing

    /// The same element twice where the schema allows it once.
    case duplicateElement(String)

    /// A child of the container that RFC 6030 does not know, or one of another namespace.
    case unexpectedElement(String)

    case unsupportedAlgorithm(String)
    case algorithmMissing
    case unknownSuite(String)
    case unsupportedEncoding(String)
    case checkDigitsUnsupported
    case digitsInvalid(String)

    /// Neither a plain nor an encrypted secret; the file refers to a key that both sides are to derive it from.
    case secretMissing(keyReference: String?)
    case secretNotBase64

    /// A seed in a table that is not written as the others are, or in no known way.
    case seedUnreadable

    /// A seed that is hexadecimal and Base32 as well, before any other has shown which of them the table has.
    case seedAmbiguous

    /// A row with another number of fields than the head has.
    case fieldCount(Int, expected: Int)
    case secretLength(Int)

    /// So few bytes that they cannot be a device's secret.
    case secretTooShort(Int)

    /// The same byte over and over.
    case secretOfEqualBytes

    /// The text of this element is not the number it has to be.
    case notANumber(element: String)
    case outOfRange(element: String)
    case notADate(element: String)
    case notABoolean(element: String)

    /// Two values that are not the same, for what can have one only.
    case contradiction(element: String)

    /// A number that a spreadsheet has rounded, or made a date or an error of.
    case damagedBySpreadsheet(element: String)

    /// A field with a value in a column without a name; fields are counted from 1.
    case valueWithoutColumn(field: Int)

    /// A fifth field that is a counter or a time step, and no word of which.
    case fifthFieldUnclear

    /// A key by counter with the data of a key by time.
    case contradictoryMovingFactor

    /// RFC 6030, section 5: a policy that is not understood must be taken to forbid the use of the key.
    case unknownPolicy(String)

    /// The policy names uses, and one-time codes (or, for OCRA, challenge and response) are not among them.
    case usageNotPermitted([String])

    /// A plain and an encrypted value for the same thing.
    case plainAndEncrypted(element: String)

    /// The value is encrypted with a key that was not given, or that this program cannot use.
    case keyRequired(KeyRequirement)

    /// The key does not open the container's MAC key.
    case wrongKey

    case encryptionMethodMissing
    case unsupportedCipher(String)

    /// The cipher text is not Base64 or of a length that the cipher cannot have.
    case cipherValueInvalid

    /// Encrypted by a cipher that shows no change, and without a MAC.
    case macMissing

    /// A MAC, and no word of the container how it is made.
    case macMethodMissing
    case unsupportedMAC(String)
    case macMismatch

    /// A key of so many bytes is not for this cipher.
    case keyLength(Int, expected: Int)

    /// The text does not decrypt to anything whole.
    case decryptionFailed
    case unsupportedKeyDerivation(String)
    case incompleteKeyDerivation

    /// The key takes more computing than ``PSKCReaderOptions/derivationLimit`` allows.
    case derivationTooLong
    case library(LibCryptoFailure)

    package var description: String {
        switch self {
        case .serialNumberMissing: "no serial number"
        case .serialNumberInvalid: "the serial number is not 1 to 64 letters, digits and -._:+"
        case .keyMissing: "no key in the package"
        case .keyIDMissing: "the key has no Id"
        case .duplicateElement(let name): "<\(name)> stands twice"
        case .unexpectedElement(let name): "<\(name)> is not expected here"
        case .unsupportedAlgorithm(let name): "algorithm \(name) is not supported"
        case .algorithmMissing: "the key has no Algorithm"
        case .unknownSuite(""): "no suite"
        case .unknownSuite(let name): "suite \(name) is not known"
        case .unsupportedEncoding(let name): "codes in encoding \(name) are not supported"
        case .checkDigitsUnsupported: "codes with a check digit are not supported"
        case .digitsInvalid(let text): "a code length of \(text) is not supported"
        case .secretMissing(nil): "no secret"
        case .secretMissing(let reference?): "no secret: it is to be derived from the key \(reference)"
        case .secretNotBase64: "the secret is not Base64"
        case .seedUnreadable: "the seed is not written in hexadecimal or Base32, as the other seeds are"
        case .seedAmbiguous:
            "the seed can be read as hexadecimal and as Base32: name its column \"seed hex\" or \"seed base32\""
        case .fieldCount(let count, let expected): "\(count == 1 ? "1 field" : "\(count) fields"), and not \(expected)"
        case .secretLength(let count): "a secret of \(count) bytes; 1 to 128 are supported"
        case .secretTooShort(let count):
            "a secret of \(count) \(count == 1 ? "byte" : "bytes"), which no device has; RFC 4226 asks for 16 or more"
        case .secretOfEqualBytes: "a secret whose bytes are all the same, which no device has"
        case .notANumber(let name): "<\(name)> is not a number"
        case .outOfRange(let name): "<\(name)> is out of range"
        case .notADate(let name): "<\(name)> is not a date and time"
        case .notABoolean(let name): "<\(name)> is neither true nor false"
        case .contradiction(let name): "two different values for the \(name)"
        case .damagedBySpreadsheet(let name):
            "a spreadsheet has changed the \(name): it is a rounded number, a date or an error; export the column as text"
        case .valueWithoutColumn(let field): "field \(field) has a value, and its column no name"
        case .fifthFieldUnclear:
            "the fifth field is a counter or a time step: say hotp or totp in the third, or name the columns"
        case .contradictoryMovingFactor: "a key by counter that has a time and no counter"
        case .unknownPolicy(let name): "the policy <\(name)> is not known, so the key must not be used"
        case .usageNotPermitted(let usages): "the policy permits only \(usages.joined(separator: ", "))"
        case .plainAndEncrypted(let name): "<\(name)> is both plain and encrypted"
        case .keyRequired(let requirement): "encrypted with \(requirement)"
        case .wrongKey: "the key or password is wrong"
        case .encryptionMethodMissing: "encrypted without saying how"
        case .unsupportedCipher(let name): "cipher \(name) is not supported"
        case .cipherValueInvalid: "the cipher text is not Base64 of a length the cipher can have"
        case .macMissing: "encrypted without a MAC"
        case .macMethodMissing: "a MAC, and the container declares no MAC algorithm"
        case .unsupportedMAC(let name): "MAC algorithm \(name) is not supported"
        case .macMismatch: "the MAC is wrong: the value was changed, or the key is another"
        case .keyLength(let count, let expected): "a key of \(count) bytes, and the cipher takes \(expected)"
        case .decryptionFailed: "the cipher text does not decrypt with this key"
        case .unsupportedKeyDerivation(let name): "key derivation \(name) is not supported"
        case .incompleteKeyDerivation: "the key derivation has no usable salt or iteration count"
        case .derivationTooLong: "the key derivation has too many iterations to be done here"
        case .library(let failure): "\(failure)"
        }
    }
}

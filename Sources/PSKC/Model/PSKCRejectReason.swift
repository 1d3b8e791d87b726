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
    case secretLength(Int)

    /// The text of this element is not the number it has to be.
    case notANumber(element: String)
    case outOfRange(element: String)
    case notADate(element: String)

    /// A key by counter with the data of a key by time.
    case contradictoryMovingFactor

    /// RFC 6030, section 5: a policy that is not understood must be taken to forbid the use of the key.
    case unknownPolicy(String)

    /// The policy names uses, and one-time codes (or, for OCRA, challenge and response) are not among them.
    case usageNotPermitted([String])

    /// A plain and an encrypted value for the same thing.
    case plainAndEncrypted(element: String)

    /// The value is encrypted and no key was given.
    case encrypted(element: String)

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
        case .unknownSuite(let name): "suite \(name) is not known"
        case .unsupportedEncoding(let name): "codes in encoding \(name) are not supported"
        case .checkDigitsUnsupported: "codes with a check digit are not supported"
        case .digitsInvalid(let text): "a code length of \(text) is not supported"
        case .secretMissing(nil): "no secret"
        case .secretMissing(let reference?): "no secret: it is to be derived from the key \(reference)"
        case .secretNotBase64: "the secret is not Base64"
        case .secretLength(let count): "a secret of \(count) bytes; 1 to 128 are supported"
        case .notANumber(let name): "<\(name)> is not a number"
        case .outOfRange(let name): "<\(name)> is out of range"
        case .notADate(let name): "<\(name)> is not a date and time"
        case .contradictoryMovingFactor: "a key by counter that has a time and no counter"
        case .unknownPolicy(let name): "the policy <\(name)> is not known, so the key must not be used"
        case .usageNotPermitted(let usages): "the policy permits only \(usages.joined(separator: ", "))"
        case .plainAndEncrypted(let name): "<\(name)> is both plain and encrypted"
        case .encrypted(let name): "<\(name)> is encrypted and no key was given"
        }
    }
}

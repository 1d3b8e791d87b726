import CommandLineTool
import OTPCore

/// The words for the core's errors: positions are told counted from 1, and never what stands there.
enum ErrorText {
    static func of(_ error: SharedSecretError, alphabet: String) -> String {
        switch error {
        case .empty: "the secret is empty"
        case .tooLong: "the secret is longer than \(SharedSecret.maximumByteCount) bytes"
        case .oddDigitCount(let count): "\(count.counted("hexadecimal digit")): no whole number of bytes"
        case .invalidCharacter(let position): "character \(position + 1) is no \(alphabet)"
        case .invalidLength(let count): "\(count.counted("Base32 character")): no whole number of bytes"
        case .invalidPadding: "the padding (=) does not fill the last group of eight"
        }
    }

    static func of(_ error: KeyURIError) -> String {
        switch error {
        case .invalidScheme: "does not start with otpauth://"
        case .invalidType: "is neither of type totp nor hotp"
        case .missingParameter(let parameter): "the parameter \(parameter) is missing"
        case .repeatedParameter(let parameter): "the parameter \(parameter) comes twice"
        case .invalidParameter(let parameter): "the parameter \(parameter) is out of form or range"
        case .invalidSecret(let reason): "the parameter secret: \(Self.of(reason, alphabet: "Base32 character"))"
        case .unknownParameter(let position):
            "the parameter at character \(position + 1) is not known and may change the code"
        }
    }

    /// The parameter of a URI that begins at a position; by its place alone where its name could be part of a secret.
    static func name(of what: String, in text: String, at position: Int) -> String {
        let rest = text.utf8.dropFirst(position)
        let name = String(decoding: rest.prefix { $0 != UInt8(ascii: "=") && $0 != UInt8(ascii: "&") }, as: UTF8.self)
        let isNamed = rest.dropFirst(name.utf8.count).first == UInt8(ascii: "=")
        let isPlain = isNamed && (1...12).contains(name.utf8.count) && name.allSatisfy(Self.isPlain)
        return isPlain ? "\(what) \(name)" : "\(what) at character \(position + 1)"
    }

    private static func isPlain(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber || character == "_" || character == "-")
    }

    static func of(_ error: OTPParameterError) -> String {
        switch error {
        case .digitsOutOfRange(let digits): "--digits \(digits): a code has 6 to 10 digits"
        case .zeroTimeStep: "--time-step 0: a time step lasts at least a second"
        }
    }

    static func of(_ error: CodeError) -> String {
        switch error {
        case .invalidLength(let count): "\(count.counted("character")); a code has 6 to 10 digits"
        case .notADigit(let position): "character \(position + 1) is no digit"
        }
    }

    static func of(_ error: OCRASuiteError) -> String {
        switch error {
        case .tooLong(let count): "\(count.counted("character")), more than any suite has"
        case .invalidAlgorithm: "does not start with OCRA-1:"
        case .invalidCryptoFunction: "the part after OCRA-1: is not HOTP-SHA1-t, HOTP-SHA256-t or HOTP-SHA512-t"
        case .digitsOutOfRange(let digits):
            "\(digits.counted("digit")); a response has 4 to 10, or 0 for the whole HMAC"
        case .invalidQuestion: "the question is not QA, QN or QH with a length of 04 to 64"
        case .invalidPINHash: "the PIN's hash is not PSHA1, PSHA256 or PSHA512"
        case .invalidSession: "the session information is not S001 to S512"
        case .invalidTimeStep: "the time step is not T1S to T59S, T1M to T59M or T1H to T48H"
        case .invalidDataInput(let position): "character \(position + 1): inputs stand in the order C, Q, P, S, T"
        }
    }

    static func of(_ error: OCRAError) -> String {
        switch error {
        case .missing(let input): "\(Self.option(for: input)): the suite asks for it"
        case .unexpected(let input): "\(Self.option(for: input)): the suite does not take it"
        case .invalidQuestionLength(let count): "--question: \(count.counted("character")): not what the suite takes"
        case .invalidQuestion(let position): "--question: character \(position + 1) is not of the suite's format"
        case .invalidPINHashLength(let count): "--pin-hash: \(count.counted("byte")): not the suite's hash of a PIN"
        case .invalidSessionLength(let count): "--session: \(count.counted("byte")): more than the suite takes"
        case .wrongKeyAlgorithm: "the secret was made ready for another hash function"
        case .timeBeforeEpoch: "--at: the time is before 1970, where no step has a number"
        }
    }

    private static func option(for input: OCRAError.Input) -> String {
        switch input {
        case .counter: "--counter"
        case .pinHash: "--pin-hash"
        case .session: "--session"
        case .time: "--at"
        }
    }
}

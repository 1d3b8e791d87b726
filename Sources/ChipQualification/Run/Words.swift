import CTAPHID
import FIDOClient
import FIDOMessages

/// Bytes as lower-case hexadecimal digits.
func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef")
    var text = ""
    for byte in bytes {
        text.append(digits[Int(byte >> 4)])
        text.append(digits[Int(byte & 0x0F)])
    }
    return text
}

/// A fault of a response in words.
func words(_ fault: CallFault) -> String {
    switch fault {
    case .refused(let status): "status \(hexadecimal([status.rawValue]))"
    case .emptyResponse: "a response without a status"
    case .invalidCBOR: "bytes that are no CBOR"
    case .notAMap: "something other than a map"
    case .missingMember(let member): "no member \(member)"
    case .invalidMember(let member): "member \(member) of another type"
    case .invalidAuthenticatorData: "authenticator data that do not match WebAuthn, section 6.1"
    }
}

/// The outcome of a CTAPHID exchange in words.
func words(_ step: HostStep<Message>) -> String {
    switch step {
    case .answered(let message): "message \(hexadecimal([message.command.rawValue])) of \(message.payload.count) bytes"
    case .refused(let code): "CTAPHID error \(hexadecimal([code.rawValue]))"
    case .violated(.packetLimit), .violated(.wholeLimit): "silence"
    case .violated(let fault): "a violation of CTAPHID: \(fault)"
    case .wait, .send, .keepalive: "no end"
    }
}

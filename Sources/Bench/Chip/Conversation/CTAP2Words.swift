import CanonicalCBOR
import FIDOAuthenticator
import FIDOMessages

/// CTAP2 requests and answers in words, CTAP 2.1, sections 6 and 8.2.
package enum CTAP2Words {
    /// What a request asks for, and for which relying party.
    static func request(_ bytes: [UInt8]) -> (command: String, relyingParty: String?) {
        guard let first = bytes.first else { return ("nothing", nil) }
        let map = bytes.count > 1 ? (try? CBORItem(parsing: bytes, from: 1))?.map : nil
        switch CTAP2Command(rawValue: first) {
        case .makeCredential:
            return ("makeCredential", Self.text(map?[2]?.map?["id"]))
        case .getAssertion:
            return ("getAssertion", Self.text(map?[1]))
        case .getInfo:
            return ("getInfo", nil)
        case .clientPIN:
            return ("clientPIN " + Self.name(map?[2], of: Self.pinSubcommands), Self.text(map?[10]))
        case .reset:
            return ("reset", nil)
        case .getNextAssertion:
            return ("getNextAssertion", nil)
        case .credentialManagement:
            return ("credentialManagement " + Self.name(map?[1], of: Self.managementSubcommands), nil)
        case .selection:
            return ("selection", nil)
        case .largeBlobs:
            return (map?[1] == nil ? "largeBlobs set" : "largeBlobs get", nil)
        case .authenticatorConfig:
            return ("authenticatorConfig " + Self.name(map?[1], of: Self.configSubcommands), nil)
        default:
            return ("command 0x" + HexText.text(of: [first]), nil)
        }
    }

    /// How a request went.
    package static func status(_ answer: [UInt8]) -> String {
        guard let first = answer.first else { return "an empty answer" }
        return Self.statuses[first] ?? "status 0x" + HexText.text(of: [first])
    }

    private static func text(_ item: CBORItem?) -> String? {
        (item?.textString).map { String(decoding: $0.prefix(255), as: UTF8.self) }
    }

    private static func name(_ item: CBORItem?, of names: [UInt64: String]) -> String {
        guard let number = item?.unsignedInteger else { return "without a subcommand" }
        return names[number] ?? "subcommand \(number)"
    }

    private static let pinSubcommands: [UInt64: String] = [
        1: "getPINRetries", 2: "getKeyAgreement", 3: "setPIN", 4: "changePIN", 5: "getPinToken",
        6: "getPinUvAuthTokenUsingUvWithPermissions", 7: "getUVRetries",
        9: "getPinUvAuthTokenUsingPinWithPermissions",
    ]

    private static let managementSubcommands: [UInt64: String] = [
        1: "getCredsMetadata", 2: "enumerateRPsBegin", 3: "enumerateRPsGetNextRP", 4: "enumerateCredentialsBegin",
        5: "enumerateCredentialsGetNextCredential", 6: "deleteCredential", 7: "updateUserInformation",
    ]

    private static let configSubcommands: [UInt64: String] = [
        1: "enableEnterpriseAttestation", 2: "toggleAlwaysUv", 3: "setMinPINLength", 255: "vendorPrototype",
    ]

    private static let statuses: [UInt8: String] = [
        0x00: "success", 0x01: "invalid command", 0x02: "invalid parameter", 0x03: "invalid length",
        0x04: "invalid sequence", 0x05: "timeout", 0x06: "channel busy", 0x11: "unexpected CBOR type",
        0x12: "invalid CBOR", 0x14: "missing parameter", 0x15: "limit exceeded", 0x18: "large blob storage full",
        0x19: "credential excluded", 0x21: "processing", 0x22: "invalid credential", 0x23: "user action pending",
        0x24: "operation pending", 0x25: "no operations", 0x26: "unsupported algorithm", 0x27: "operation denied",
        0x28: "key store full", 0x2b: "unsupported option", 0x2c: "invalid option", 0x2d: "cancelled",
        0x2e: "no credentials", 0x2f: "user action timeout", 0x30: "not allowed", 0x31: "PIN invalid",
        0x32: "PIN blocked", 0x33: "PIN auth invalid", 0x34: "PIN auth blocked", 0x35: "PIN not set",
        0x36: "PIN required", 0x37: "PIN policy violation", 0x39: "request too large", 0x3a: "action timeout",
        0x3b: "user presence required", 0x3c: "user verification blocked", 0x3d: "integrity failure",
        0x3e: "invalid subcommand", 0x3f: "user verification invalid", 0x40: "unauthorized permission",
        0x7f: "other error",
    ]
}

import AuthenticatorCrypto
import CTAPHID
import CanonicalCBOR
import FIDOAuthenticator
import Foundation
import LibCrypto
import WebAuthn

/// The chip itself, touched at once, and the browser before it.
struct VirtualChip {
    /// What a browser hands to the relying party.
    struct Answer {
        var clientData: [UInt8]
        var credentialID: [UInt8]
        var attestationObject: [UInt8] = []
        var authenticatorData: [UInt8] = []
        var signature: [UInt8] = []
    }

    /// A command that the chip did not carry out: its status.
    struct Refused: Error, Equatable {
        let status: UInt8
    }

    var authenticator: Authenticator<LibCryptoEnvironment>

    /// Without an identity it gets one of a maker that nobody knows.
    init(profile: AuthenticatorProfile = .mitidChip, attestation: AttestationIdentity? = nil) throws {
        let attestation =
            try attestation ?? .make(for: profile, under: CertificateAuthority(name: AttestationIdentity.testRootName))
        var environment = LibCryptoEnvironment(attestation: attestation)
        guard let state = AuthenticatorState.fresh(from: &environment) else { throw Refused(status: 0x7F) }
        self.authenticator = Authenticator(profile: profile, state: state, environment: environment)
        _ = self.authenticator.poweredOn(at: .zero)
    }

    static func clientData(
        type: String,
        challenge: [UInt8],
        origin: String = "https://localhost",
        crossOrigin: String = "false"
    ) -> [UInt8] {
        let challenge = Base64URL.encode(challenge)
        let text =
            #"{"type":"\#(type)","challenge":"\#(challenge)","origin":"\#(origin)","crossOrigin":\#(crossOrigin)}"#
        return Array(text.utf8)
    }

    /// A new credential, with a text as its client data.
    mutating func make(_ clientData: [UInt8], rpID: String = "localhost") throws -> Answer {
        var writer = CBORWriter(after: [0x01])
        let hash = try HashFunction.sha256.digest(of: clientData.span)
        writer.map { request in
            request.add(1) { $0.byteString(hash) }
            request.add(2) { $0.map { party in party.add("id") { $0.textString(rpID) } } }
            request.add(3) { value in
                value.map { user in
                    user.add("id") { $0.byteString([1]) }
                    user.add("name") { $0.textString("anna") }
                }
            }
            request.add(4) { value in
                value.array(count: 1)
                value.map { parameters in
                    parameters.add("alg") { $0.integer(-7) }
                    parameters.add("type") { $0.textString("public-key") }
                }
            }
        }
        let answer = try self.answer(to: writer.bytes)
        var object = CBORWriter()
        object.map { map in
            map.add("fmt") { $0.item(encoded: answer[1]?.encoded ?? []) }
            map.add("attStmt") { $0.item(encoded: answer[3]?.encoded ?? []) }
            map.add("authData") { $0.item(encoded: answer[2]?.encoded ?? []) }
        }
        let data = Array(answer[2]?.byteString ?? [])
        let count = data.count > 55 ? Int(data[53]) << 8 | Int(data[54]) : 0
        return Answer(
            clientData: clientData,
            credentialID: Array(data.dropFirst(55).prefix(count)),
            attestationObject: object.bytes
        )
    }

    /// An assertion of a credential.
    mutating func get(_ clientData: [UInt8], _ credentialID: [UInt8], rpID: String = "localhost") throws -> Answer {
        var writer = CBORWriter(after: [0x02])
        let hash = try HashFunction.sha256.digest(of: clientData.span)
        writer.map { request in
            request.add(1) { $0.textString(rpID) }
            request.add(2) { $0.byteString(hash) }
            request.add(3) { value in
                value.array(count: 1)
                value.map { descriptor in
                    descriptor.add("id") { $0.byteString(credentialID) }
                    descriptor.add("type") { $0.textString("public-key") }
                }
            }
        }
        let answer = try self.answer(to: writer.bytes)
        return Answer(
            clientData: clientData,
            credentialID: credentialID,
            authenticatorData: Array(answer[2]?.byteString ?? []),
            signature: Array(answer[3]?.byteString ?? [])
        )
    }

    private mutating func answer(to message: [UInt8]) throws -> CBORMap {
        let now = Uptime.seconds(1)
        var action = self.authenticator.requestReceived(message, over: .usb, at: now)
        while true {
            switch action {
            case .awaitUserPresence: action = self.authenticator.userPresenceGiven(at: now)
            case .commit: action = self.authenticator.committed(at: now)
            case .reply(let answer):
                guard answer.first == 0 else { throw Refused(status: answer.first ?? 0x7F) }
                guard let map = try CBORItem(parsing: Array(answer.dropFirst())).map else {
                    throw Refused(status: 0x7F)
                }
                return map
            case .none, .replyUserMissing: throw Refused(status: 0x7F)
            }
        }
    }
}

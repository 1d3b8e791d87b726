import FIDOClient
import FIDOMessages
import LibCrypto
import TokenQuality

extension Check {
    /// PIN checks that spend no try.
    static let pinChecks: [Check] = [
        Check(
            CheckDescription(
                "P01",
                .pin,
                clause: "6.5.5.2",
                "A token without a PIN has 8 tries, and none is blocked",
                .major
            )
        ) { bed throws(CheckEnd) in
            let info = try await bed.ctap2Info()
            guard let isSet = info.option("clientPin") else { return .skipped(reason: "the token has no clientPin") }
            guard !isSet else { return .skipped(reason: "the token has a PIN") }
            let result = try await bed.result(of: ClientPINCall.pinRetries(), touch: false)
            return result.pinRetries == 8 && result.isPowerCycleNeeded != true
                ? .passed(found: "8 tries")
                : .failed(
                    expected: "8 tries and no power cycle",
                    found: "\(result.pinRetries.map { "\($0)" } ?? "no") tries"
                        + (result.isPowerCycleNeeded == true ? ", blocked until a power cycle" : "")
                )
        },
        Check(
            CheckDescription(
                "P02",
                .pin,
                clause: "6.5.5.4",
                "Each PIN protocol has a key agreement key on the curve",
                .major
            )
        ) { bed throws(CheckEnd) in
            let info = try await bed.ctap2Info()
            guard !info.pinProtocols.isEmpty else { return .skipped(reason: "the token has no PIN protocol") }
            for number in info.pinProtocols {
                guard let pinProtocol = UInt8(exactly: number).flatMap({ PINProtocol(rawValue: $0) }) else { continue }
                let result = try await bed.result(of: ClientPINCall.keyAgreement(pinProtocol), touch: false)
                let key = result.keyAgreement ?? []
                guard
                    key.count == 64,
                    P256PublicKey(x: Array(key.prefix(32)).span, y: Array(key.suffix(32)).span) != nil
                else { return .failed(expected: "a point of P-256", found: hexadecimal(key)) }
            }
            return .passed(found: "\(info.pinProtocols.count) keys")
        },
    ]
}

import CommandLineTool
import LibCrypto
import OTPCore

/// Codes of a display, as fast as they come.
struct CodeSpeed {
    /// How often each is measured.
    private static let turns = 40

    /// RFC 4226, appendix D.
    private static let secret = Array("12345678901234567890".utf8)

    /// Measures codes of six digits with HMAC-SHA-1, each in turns with libcrypto's HMAC alone, which truncates nothing.
    func figures(rounds: Int) throws -> [Figure] {
        let hotp = try HOTP()
        let ready = HMACKey(copying: Self.secret.span, algorithm: .sha1)
        var times = [Duration](repeating: .seconds(1_000_000), count: 3)
        // Every code goes in here, so that none is left out as unused.
        var sum: UInt64 = 0
        var message = [UInt8](repeating: 0, count: 8)
        var counter: UInt64 = 0
        for _ in 0..<Self.turns {
            times[0] = min(
                times[0],
                ProcessorTime.spent(rounds) {
                    sum &+= hotp.code(for: counter, key: ready).value
                    counter += 1
                }
            )
            times[1] = min(
                times[1],
                ProcessorTime.spent(rounds) {
                    let key = HMACKey(copying: Self.secret.span, algorithm: .sha1)
                    sum &+= hotp.code(for: counter, key: key).value
                    counter += 1
                }
            )
            times[2] = min(
                times[2],
                try ProcessorTime.spent(rounds) {
                    message[7] &+= 1
                    let code = try MessageAuthentication.code(for: message.span, key: Self.secret.span, hash: .sha1)
                    sum &+= UInt64(code[0])
                }
            )
        }
        guard sum != 0 else { throw UnusableInput("no code was made") }
        let baseline = "libcrypto's one-shot HMAC-SHA-1"
        return [
            Figure("code of a key made ready", times[0], beside: baseline, times[2], rounds: rounds),
            Figure("code of a key made for it", times[1], beside: baseline, times[2], rounds: rounds),
        ]
    }
}

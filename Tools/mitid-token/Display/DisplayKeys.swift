import CommandLineTool
import OTPCore
import PSKC

/// The secrets of a campaign's displays, in memory only, and wiped with it.
final class DisplayKeys {
    /// One display's secret, ready to compute codes.
    final class Key {
        let totp: TOTP
        private var key: HMACKey

        init(totp: TOTP, key: consuming HMACKey) {
            self.totp = totp
            self.key = key
        }

        deinit {
            self.key.wipe()
        }

        func withKey<Result>(_ body: (borrowing HMACKey) -> Result) -> Result {
            body(self.key)
        }
    }

    private(set) var keys: [String: Key] = [:]

    /// Serial numbers in the order of the container.
    private(set) var order: [String] = []

    /// Reads the TOTP keys of a container.
    ///
    /// - Parameters:
    ///   - path: The container.
    ///   - options: What opens it.
    ///   - isWanted: Whether a display belongs to the campaign.
    /// - Throws: `UnusableInput` for a display without a usable TOTP key, or with two of them.
    init(of path: String, _ options: ContainerKeyOptions, where isWanted: (String) -> Bool) throws {
        _ = try options.read(path) { record in
            switch consume record {
            case .rejected(let reject):
                guard let serial = reject.serialNumber, isWanted(serial) else { return }
                throw UnusableInput("\(path): \(reject)")
            case .key(let key):
                let serial = key.properties.serialNumber.text
                guard isWanted(serial) else { return }
                guard case .totp(let hash, let digits, let clock) = key.properties.algorithm else {
                    throw UnusableInput("\(path): line \(key.position.line): the key of \(serial) is not for TOTP")
                }
                guard
                    var secret = try? key.sharedSecret(),
                    let totp = try? TOTP(digits: digits, timeStep: clock.timeStep)
                else {
                    throw UnusableInput("\(path): line \(key.position.line): the key of \(serial) cannot be used")
                }
                guard self.keys[serial] == nil else {
                    throw UnusableInput("\(path): line \(key.position.line): \(serial) has a second key")
                }
                self.keys[serial] = Key(totp: totp, key: HMACKey(secret, algorithm: hash))
                self.order.append(serial)
                secret.wipe()
            }
        }
    }
}

package import LibCrypto

/// Why a key file cannot be used; never a word of what is in it.
package enum SealingKeyFileError: Error, Equatable, Sendable, CustomStringConvertible {
    package enum Fault: String, Sendable {
        case number = "it must begin with the key's number and a space"
        case key = "after the number there must be 64 hexadecimal digits, and nothing more but ' active'"
        case repeatedNumber = "this number stands on another line too"
        case secondActiveKey = "another key is active already"
    }

    case missing
    /// The system's reason.
    case unreadable(String)
    case unwritable(String)
    /// Others than its owner may read or change it.
    case openToOthers
    case notAKeyFile
    case noActiveKey
    case line(Int, Fault)
    /// It has as many keys as it may; they only become fewer when old ones are forgotten.
    case full
    case library(LibCryptoFailure)

    package var description: String {
        switch self {
        case .missing: "there is no such key file"
        case .unreadable(let reason): "the key file cannot be read: \(reason)"
        case .unwritable(let reason): "the key file cannot be written: \(reason)"
        case .openToOthers: "others may read the key file or change it: chmod 600 makes it its owner's alone"
        case .notAKeyFile: "this is no key file: its first line is not '\(SealingKeys.firstLine)'"
        case .noActiveKey: "no key of the key file is active"
        case .line(let number, let fault): "line \(number) of the key file is no key: \(fault.rawValue)"
        case .full:
            "the key file has \(SealingKeys.countLimit) keys, which is the most; rotate with --forget-old-keys to remove "
                + "those that no secret is sealed under"
        case .library(let failure): "\(failure)"
        }
    }
}

import ArgumentParser
import OTPCore

/// A hash function's name on the command line.
enum AlgorithmName: String, ExpressibleByArgument, CaseIterable {
    case sha1
    case sha256
    case sha512

    init(_ algorithm: HashAlgorithm) {
        switch algorithm {
        case .sha1: self = .sha1
        case .sha256: self = .sha256
        case .sha512: self = .sha512
        }
    }

    var algorithm: HashAlgorithm {
        switch self {
        case .sha1: .sha1
        case .sha256: .sha256
        case .sha512: .sha512
        }
    }
}

package import Activation
import Foundation

extension UnixTime {
    /// The time of this machine.
    package static var now: UnixTime {
        UnixTime(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
    }
}

package import OTPCore

/// The records one decision is made on.
///
/// What is not known is nil, and the decision is made all the same.
package struct Dossier: Equatable, Sendable {
    /// Which records a decision is about; the store reads them together and lets no one else change them meanwhile.
    package enum Subject: Hashable, Sendable {
        /// A device, and its holder if it has one.
        case device(SerialNumber)
        /// A holder and the device the holder has, if any.
        case holder(UserID)
        /// A device and the holder who wants it.
        case activation(SerialNumber, UserID)

        /// The serial number or the user ID asked for, as a log names it.
        package var name: String {
            switch self {
            case .device(let serialNumber), .activation(let serialNumber, _): serialNumber.text
            case .holder(let userID): userID.text
            }
        }
    }

    package var token: TokenRecord?
    package var holder: HolderRecord?

    /// The devices of the holder.
    package let held: [TokenRecord]

    package init(token: TokenRecord?, holder: HolderRecord?, held: [TokenRecord]) {
        self.token = token
        self.holder = holder
        self.held = held
    }
}

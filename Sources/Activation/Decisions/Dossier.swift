package import OTPCore

/// The records one decision is made on, and what it leaves behind.
///
/// What is not known is nil, and the decision is made all the same.
package struct Dossier: Equatable, Sendable {
    /// Which records a decision is about; the store reads them together and lets no one else change them meanwhile.
    package enum Subject: Hashable, Sendable {
        /// A device, and its holder if it has one.
        case device(SerialNumber)
        /// A holder and the device the holder uses, if any.
        case holder(UserID)
        /// A device and the holder who wants it.
        case activation(SerialNumber, UserID)
        /// A holder, and whoever uses a chip's credential already.
        case enrollment(UserID, credentialID: [UInt8])
        /// A caller whose wrong tries are counted; the store is given the same one as the caller.
        case caller(CallerID)

        /// The serial number or the user ID asked for, as a log names it.
        package var name: String {
            switch self {
            case .device(let serialNumber), .activation(let serialNumber, _): serialNumber.text
            case .holder(let userID), .enrollment(let userID, _): userID.text
            case .caller(let caller): caller.text
            }
        }
    }

    package let subject: Subject
    package internal(set) var token: TokenRecord?
    package internal(set) var holder: HolderRecord?

    /// The other devices of the holder, by serial number.
    package internal(set) var held: [TokenRecord]

    /// The holder whose chip has the credential of ``Subject/enrollment(_:credentialID:)``; `nil` if it is free.
    package let credentialOwner: UserID?

    /// Who asks; nil if callers are not told apart, or are trusted with any number of tries.
    package internal(set) var caller: CallerRecord?

    /// What the decision was, for the audit trail; every decision leaves one.
    package internal(set) var entry: AuditEntry?

    /// A dossier on a device, with or without someone who wants it.
    ///
    /// - Parameters:
    ///   - subject: What was asked for.
    ///   - token: The device.
    ///   - holder: Who has it, or wants it.
    ///   - held: The devices of the holder; if this device is among them, it is left out.
    ///   - credentialOwner: The holder whose chip has the credential that is asked for.
    ///   - caller: Who asks.
    package init(
        _ subject: Subject,
        token: TokenRecord?,
        holder: HolderRecord?,
        held: [TokenRecord],
        credentialOwner: UserID? = nil,
        caller: CallerRecord? = nil
    ) {
        self.subject = subject
        self.token = token
        self.holder = holder
        self.held = held.filter { $0.serialNumber != token?.serialNumber }
        self.credentialOwner = credentialOwner
        self.caller = caller
    }

    /// A dossier on a holder and the one of the holder's devices that is in use: not a dead one if there is another.
    package init(
        of userID: UserID,
        holder: HolderRecord?,
        held: [TokenRecord],
        caller: CallerRecord? = nil
    ) {
        let token = held.first { $0.block != .permanent } ?? held.first
        self.init(.holder(userID), token: token, holder: holder, held: held, caller: caller)
    }
}

import Activation
import OTPCore
import TokenRows

/// A dossier as a transaction reads it, with the sealed secret of its device.
struct LockedDossier {
    let dossier: Dossier
    let secret: SealedSecret?

    init(_ subject: Dossier.Subject, caller: CallerID?, in tables: Tables) throws {
        let caller = try caller.map { try tables.caller($0) }
        let token: StoredToken?
        let held: [StoredToken]
        switch subject {
        case .device(let serialNumber):
            token = try tables.token(serialNumber)
            let userID = token?.record.holder
            held = try userID.map { try tables.tokens(of: $0) } ?? []
            self.dossier = Dossier(
                subject,
                token: token?.record,
                holder: try userID.flatMap { try tables.holder($0) },
                held: held.map(\.record),
                caller: caller
            )
        case .holder(let userID):
            token = nil
            held = try tables.tokens(of: userID)
            let holder = try tables.holder(userID)
            self.dossier = Dossier(of: userID, holder: holder, held: held.map(\.record), caller: caller)
        case .caller:
            token = nil
            held = []
            self.dossier = Dossier(subject, token: nil, holder: nil, held: [], caller: caller)
        case .activation(let serialNumber, let userID):
            token = try tables.token(serialNumber)
            held = try tables.tokens(of: userID)
            self.dossier = Dossier(
                subject,
                token: token?.record,
                holder: try tables.holder(userID),
                held: held.map(\.record),
                caller: caller
            )
        case .enrollment(let userID, let credentialID):
            token = nil
            held = []
            self.dossier = Dossier(
                subject,
                token: nil,
                holder: try tables.holder(userID),
                held: [],
                credentialOwner: try tables.owner(ofCredential: credentialID),
                caller: caller
            )
        }
        let serialNumber = self.dossier.token?.serialNumber
        self.secret = token?.secret ?? held.first { $0.record.serialNumber == serialNumber }?.secret
    }
}

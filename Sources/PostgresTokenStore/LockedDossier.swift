import Activation
import OTPCore
import TokenRows

/// A dossier as a transaction reads it, with the sealed secret of its device.
struct LockedDossier {
    let dossier: Dossier
    let secret: SealedSecret?

    /// The statements that lock and read all a dossier is made of; they are answered in one round trip.
    static func commands(_ subject: Dossier.Subject, _ caller: CallerID?) -> [PostgresCommand] {
        var commands: [PostgresCommand]
        switch subject {
        case .device(let serialNumber):
            commands = [
                Statements.lockHolderOfToken.with([.text(serialNumber.text)]),
                Statements.lockTokenAndThoseBeside.with([.text(serialNumber.text)]),
            ]
        case .holder(let userID):
            commands = [
                Statements.lockHolder.with([.text(userID.text)]),
                Statements.lockTokensOfHolder.with([.text(userID.text)]),
            ]
        case .activation(let serialNumber, let userID):
            commands = [
                Statements.lockHolder.with([.text(userID.text)]),
                Statements.lockTokenAndThoseHeld.with([.text(serialNumber.text), .text(userID.text)]),
            ]
        }
        if let caller {
            commands += [
                Statements.lockCaller.with([.text(caller.text)]), Statements.caller.with([.text(caller.text)]),
            ]
        }
        return commands
    }

    /// What those statements answered.
    ///
    /// - Throws: ``TransactionOvertaken`` if the device got another holder between the first statement and the second.
    init(_ subject: Dossier.Subject, _ caller: CallerID?, _ answers: [[PostgresRow]]) throws {
        let holder = try answers[0].first.map { try HolderRow.record($0) }
        var secrets: [SerialNumber: SealedSecret] = [:]
        var tokens: [TokenRecord] = []
        for row in answers[1] {
            let token = try TokenRow.record(row)
            secrets[token.serialNumber] = try row.secret(from: TokenRow.columns.count)
            tokens.append(token)
        }
        let callerRecord = caller.map { id in
            let emptyAt = answers[3].first.flatMap { $0.integer(at: 0) }
            return CallerRecord(
                id: id,
                wrongTries: emptyAt.map { RequestBucket(emptyAt: UnixTime(milliseconds: $0)) } ?? RequestBucket()
            )
        }
        let dossier: Dossier
        switch subject {
        case .device(let serialNumber):
            let token = tokens.first { $0.serialNumber == serialNumber }
            guard token?.holder == holder?.userID else { throw TransactionOvertaken() }
            let held = tokens.filter { $0.holder != nil && $0.holder == token?.holder }
            dossier = Dossier(subject, token: token, holder: holder, held: held, caller: callerRecord)
        case .holder(let userID):
            dossier = Dossier(of: userID, holder: holder, held: tokens, caller: callerRecord)
        case .activation(let serialNumber, let userID):
            let token = tokens.first { $0.serialNumber == serialNumber }
            let held = tokens.filter { $0.holder == userID }
            dossier = Dossier(subject, token: token, holder: holder, held: held, caller: callerRecord)
        }
        self.dossier = dossier
        self.secret = dossier.token.flatMap { secrets[$0.serialNumber] }
    }

    /// The statements that store what a decision has changed.
    func changes(to dossier: Dossier) -> [PostgresCommand] {
        let before = self.dossier
        var commands: [PostgresCommand] = []
        let tokens = [dossier.token].compactMap(\.self) + dossier.held
        let tokensBefore = [before.token].compactMap(\.self) + before.held
        for (token, tokenBefore) in zip(tokens, tokensBefore)
        where token != tokenBefore && token.serialNumber == tokenBefore.serialNumber {
            commands.append(
                Statements.updateToken.with([.text(token.serialNumber.text)] + TokenRow.changingValues(token))
            )
        }
        if let holder = dossier.holder, holder != before.holder, holder.userID == before.holder?.userID {
            commands.append(
                Statements.updateHolder.with([.text(holder.userID.text)] + HolderRow.changingValues(holder))
            )
        }
        if let caller = dossier.caller, caller != before.caller {
            commands.append(
                Statements.updateCaller.with([.text(caller.id.text), .integer(caller.wrongTries.emptyAt.milliseconds)])
            )
        }
        return commands
    }
}

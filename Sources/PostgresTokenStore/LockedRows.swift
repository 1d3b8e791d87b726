import Activation
import OTPCore
import TokenRows

/// All rows that the decisions of one transaction are about, as those made so far have left them.
struct LockedRows {
    private struct Row<Record: Equatable> {
        let before: Record
        var record: Record

        init(_ record: Record) {
            self.before = record
            self.record = record
        }

        /// Nil if no decision has changed it.
        var changed: Record? { self.record == self.before ? nil : self.record }
    }

    private var holders: [UserID: Row<HolderRecord>] = [:]

    /// By serial number.
    private var tokens: [Row<TokenRecord>] = []
    private var places: [SerialNumber: Int] = [:]
    private var secrets: [SealedSecret] = []
    private var callers: [CallerID: Row<CallerRecord>] = [:]

    /// The holders of the credentials that are to be enrolled.
    private var owners: [[UInt8]: [UserID]] = [:]

    /// The statements that lock and read the rows; they are answered in one round trip.
    static func commands(for decisions: [PendingDecision]) -> [PostgresCommand] {
        var serialNumbers: Set<String> = []
        var userIDs: Set<String> = []
        var callers: Set<String> = []
        var credentialIDs: Set<[UInt8]> = []
        for decision in decisions {
            switch decision.subject {
            case .device(let serialNumber): serialNumbers.insert(serialNumber.text)
            case .holder(let userID): userIDs.insert(userID.text)
            case .caller: break
            case .activation(let serialNumber, let userID):
                serialNumbers.insert(serialNumber.text)
                userIDs.insert(userID.text)
            case .enrollment(let userID, let credentialID):
                userIDs.insert(userID.text)
                credentialIDs.insert(credentialID)
            }
            if let caller = decision.caller { callers.insert(caller.text) }
        }
        let names: [PostgresParameter] = [.texts(Array(serialNumbers)), .texts(Array(userIDs))]
        var commands = [Statements.lockHolders.with(names), Statements.lockTokens.with(names)]
        if !callers.isEmpty {
            let names = [PostgresParameter.texts(Array(callers))]
            commands += [Statements.lockCallers.with(names), Statements.callers.with(names)]
        }
        if !credentialIDs.isEmpty {
            commands.append(Statements.credentialOwners.with([.byteStrings(Array(credentialIDs))]))
        }
        return commands
    }

    /// What those statements answered.
    init(_ answers: [[PostgresRow]], for decisions: [PendingDecision]) throws {
        for row in answers[0] {
            let holder = try HolderRow.record(row)
            self.holders[holder.userID] = Row(holder)
        }
        for row in answers[1] {
            let token = try TokenRow.record(row)
            self.places[token.serialNumber] = self.tokens.count
            self.tokens.append(Row(token))
            self.secrets.append(try row.secret(from: TokenRow.columns.count))
        }
        for id in Set(decisions.compactMap(\.caller)) {
            self.callers[id] = Row(CallerRecord(id: id, wrongTries: RequestBucket()))
        }
        var rest = answers.dropFirst(2)
        if !self.callers.isEmpty { rest = rest.dropFirst() }
        for row in self.callers.isEmpty ? [] : rest.popFirst() ?? [] {
            let id = try row.text(at: 0).map { CallerID($0) }.orDamaged("id")
            let emptyAt = UnixTime(milliseconds: try row.integer(at: 1).orDamaged("wrong_tries_empty_at"))
            self.callers[id] = Row(CallerRecord(id: id, wrongTries: RequestBucket(emptyAt: emptyAt)))
        }
        for row in rest.popFirst() ?? [] {
            let credentialID = try row.bytes(at: 0).orDamaged("chip_credential_id")
            let owner = try row.text(at: 1).flatMap { try? UserID($0) }.orDamaged("user_id")
            self.owners[credentialID, default: []].append(owner)
        }
    }

    /// What a decision is made on, and the sealed secret of its device.
    ///
    /// - Throws: ``TransactionOvertaken`` if the device got another holder while the rows were being locked.
    func dossier(for decision: PendingDecision) throws -> (dossier: Dossier, secret: SealedSecret?) {
        let caller = decision.caller.flatMap { self.callers[$0]?.record }
        let dossier: Dossier
        switch decision.subject {
        case .device(let serialNumber):
            let token = self.token(serialNumber)
            let holder = token?.holder.flatMap { self.holders[$0]?.record }
            guard token?.holder == holder?.userID else { throw TransactionOvertaken() }
            let held = token?.holder.map { self.tokens(of: $0) } ?? []
            dossier = Dossier(decision.subject, token: token, holder: holder, held: held, caller: caller)
        case .holder(let userID):
            let holder = self.holders[userID]?.record
            let held = self.tokens(of: userID)
            guard holder != nil || held.isEmpty else { throw TransactionOvertaken() }
            dossier = Dossier(of: userID, holder: holder, held: held, caller: caller)
        case .caller:
            dossier = Dossier(decision.subject, token: nil, holder: nil, held: [], caller: caller)
        case .activation(let serialNumber, let userID):
            dossier = Dossier(
                decision.subject,
                token: self.token(serialNumber),
                holder: self.holders[userID]?.record,
                held: self.tokens(of: userID),
                caller: caller
            )
        case .enrollment(let userID, let credentialID):
            dossier = Dossier(
                decision.subject,
                token: nil,
                holder: self.holders[userID]?.record,
                held: [],
                credentialOwner: self.owner(of: credentialID),
                caller: caller
            )
        }
        let secret = dossier.token.flatMap { self.places[$0.serialNumber] }.map { self.secrets[$0] }
        return (dossier, secret)
    }

    /// Takes what a decision has made of its dossier, for the decisions after it.
    mutating func take(_ dossier: Dossier) {
        for token in [dossier.token].compactMap(\.self) + dossier.held {
            guard let place = self.places[token.serialNumber] else { continue }
            self.tokens[place].record = token
        }
        if let holder = dossier.holder { self.holders[holder.userID]?.record = holder }
        if let caller = dossier.caller { self.callers[caller.id]?.record = caller }
    }

    /// The statements that store what the decisions have changed.
    var changes: [PostgresCommand] {
        let tokens = self.tokens.compactMap(\.changed).map { token in
            Statements.updateToken.with([.text(token.serialNumber.text)] + TokenRow.changingValues(token))
        }
        let holders = self.holders.values.compactMap(\.changed).map { holder in
            Statements.updateHolder.with([.text(holder.userID.text)] + HolderRow.changingValues(holder))
        }
        let callers = self.callers.values.compactMap(\.changed).map { caller in
            Statements.updateCaller.with([.text(caller.id.text), .integer(caller.wrongTries.emptyAt.milliseconds)])
        }
        return tokens + holders + callers
    }

    /// The holder whose chip has a credential, as the decisions made so far have left it.
    private func owner(of credentialID: [UInt8]) -> UserID? {
        if let holder = self.holders.values.first(where: { $0.record.chip?.credentialID == credentialID }) {
            return holder.record.userID
        }
        return self.owners[credentialID]?.first { self.holders[$0] == nil }
    }

    private func token(_ serialNumber: SerialNumber) -> TokenRecord? {
        self.places[serialNumber].map { self.tokens[$0].record }
    }

    private func tokens(of userID: UserID) -> [TokenRecord] {
        self.tokens.lazy.map(\.record).filter { $0.holder == userID }
    }
}

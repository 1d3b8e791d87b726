import ChipConnections
import FIDOClient
import FIDOMessages
import PCSCTransport
import TokenQuality
import USBTransport

extension TestBed {
    /// Takes the power from the token and gives it back: the reader does it, or the person at the port.
    func powerCycle() async throws(CheckEnd) {
        switch self.chip.place {
        case .card:
            do throws(ChipFault) {
                try await self.chip.reset(.powerCycle)
                try await self.chip.openAgain()
            } catch {
                throw .connection(error)
            }
            self.changes.poweredAt = .now
        case .usb:
            let credential = try await self.witness()
            _ = try await self.replug()
            guard try await self.knows(credential) else { throw Self.foreign(.otherToken) }
        }
    }

    /// Passes the gate of a reset: the words, the replug, and the same token.
    func passResetGate() async throws(CheckEnd) -> ReplugWatch {
        let info = try await self.ctap2Info()
        let credential = try await self.witness()
        let gate = try await self.confirmReset(info)
        let watch = try await self.replug()
        let returned = ResetGate.Returned(
            serialNumber: self.chip.place.serialNumber,
            aaguid: try await self.renewedInfo().aaguid,
            knowsCredential: try await self.knows(credential)
        )
        do throws(ResetGate.Refusal) {
            try gate.permit(returned, watch, at: Self.milliseconds)
        } catch {
            throw Self.foreign(error)
        }
        return watch
    }

    /// Asks for the last four characters of the token's name.
    func confirmReset(_ info: AuthenticatorInfo) async throws(CheckEnd) -> ResetGate {
        let serialNumber = self.chip.place.serialNumber
        do throws(ResetGate.Refusal) {
            let gate = try ResetGate(
                serialNumber: serialNumber,
                label: self.terms.conditions.label ?? "",
                aaguid: info.aaguid
            )
            let name = serialNumber == nil ? "label" : "serial number"
            let prompt = "\(self.current) may ERASE this token; type the last four characters of its \(name): "
            try gate.typed(await self.terms.ask(prompt))
            return gate
        } catch {
            throw Self.foreign(error)
        }
    }

    /// Sends authenticatorReset inside its time.
    func reset(_ watch: ReplugWatch, touch: Touch) async throws(CheckEnd) -> Reply {
        guard watch.mayReset(at: Self.milliseconds) else { throw Self.foreign(.late) }
        return try await self.reply(
            ResetCall().message,
            within: touch == .asked ? Self.patience : Self.promptness,
            touch: touch
        )
    }

    /// Waits until the token was taken out and put back, and opens it.
    private func replug() async throws(CheckEnd) -> ReplugWatch {
        let before = self.chip.place
        await self.chip.close()
        self.terms.show("TAKE THE TOKEN OUT, AND PUT IT BACK AT THE SAME PLACE")
        var watch = ReplugWatch(at: Self.milliseconds)
        while !Task.isCancelled {
            let found = ChipPlaces.now()
            // A transport that fails shows no token, which is not a token that was taken out.
            if found.problems.isEmpty {
                let place = found.places.first { $0.isAtPlace(of: before) }
                switch watch.seen(Self.sight(of: place, before), at: Self.milliseconds) {
                case .look: break
                case .returned:
                    self.changes.poweredAt = .now
                    try await self.open(place ?? before)
                    return watch
                case .failed(.notTakenOut):
                    try await self.open(before)
                    throw .outcome(.inconclusive(reason: ReplugWatch.Fault.notTakenOut.description))
                case .failed(let fault):
                    throw .connection(ChipFault(.gone, fault.description))
                }
            }
            try? await Task.sleep(for: .milliseconds(100), clock: .continuous)
        }
        throw .connection(.cancelled)
    }

    private func open(_ place: ChipPlace) async throws(CheckEnd) {
        do throws(ChipFault) {
            self.chip = try await Chip.open(place)
        } catch {
            throw .connection(error)
        }
    }

    /// A credential that only this token knows.
    func witness() async throws(CheckEnd) -> Credential {
        if case .known(let credential) = self.credential { return credential }
        _ = try await self.renewedInfo()
        let credential = try await self.makeVerified { _ in }
        self.credential = .known(credential)
        return credential
    }

    /// Whether the token signs with a credential of this run, without a touch.
    func knows(_ credential: Credential) async throws(CheckEnd) -> Bool {
        let hash = self.randomBytes(32)
        var call = GetAssertionCall(rpID: Self.rpID, clientDataHash: hash, allowList: [credential.id])
        call.options.userPresence = false
        let reply = try await self.reply(call.message, touch: .forbidden)
        guard case .message(let bytes) = reply, let assertion = try? call.answer(parsing: bytes) else { return false }
        return try self.isSigned(assertion, by: credential.publicKey, clientDataHash: hash)
    }

    /// The end of a check by the gate; another token at the place ends the run.
    private static func foreign(_ refusal: ResetGate.Refusal) -> CheckEnd {
        refusal.isAboutAnotherToken
            ? .connection(ChipFault(.unusable, refusal.description))
            : .outcome(.skipped(reason: refusal.description))
    }

    private static func sight(of place: ChipPlace?, _ before: ChipPlace) -> ReplugWatch.Sight {
        guard let place else { return .absent }
        if case .usb(let device, _) = place, case .usb(let earlier, _) = before, device.address != earlier.address {
            return .anew
        }
        return .same
    }

    /// Time of a clock that nobody sets.
    private static var milliseconds: UInt64 { (ContinuousClock.now - Self.origin).microseconds / 1_000 }
    private static let origin = ContinuousClock.now
}

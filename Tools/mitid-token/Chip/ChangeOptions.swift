import ArgumentParser
import ChipConnections
import ChipQualification
import CommandLineTool
import TokenQuality

/// Options that name the one token that checks may change for good.
struct ChangeOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The key with this USB serial number may be changed.", valueName: "number"))
    var allowSerial: String?

    @Option(help: ArgumentHelp("The only token may be changed if it has this AAGUID.", valueName: "aaguid"))
    var allowAaguid: String?

    @Option(help: ArgumentHelp("The file with the token's PIN, of mode 600, or the one to set.", valueName: "file"))
    var pinFile: String?

    /// Refuses options that permit no change, whatever the token is.
    func check(_ conditions: ChangeGuard) throws(UnusableInput) {
        let conditions = try self.named(conditions)
        for effect in conditions.allowed { try Self.require(conditions.refusal(ofOptionsFor: effect)) }
    }

    /// The terms of a run; the label is asked for again where the options want it.
    func terms(_ conditions: ChangeGuard, _ place: ChipPlace) async throws(UnusableInput) -> ChangeTerms {
        var conditions = try self.named(conditions)
        if conditions.allowed.contains(where: \.needsNamedToken) {
            try Self.require(Self.refusal(of: place, conditions))
        }
        let console = OperatorConsole()
        if conditions.allowed.contains(where: \.needsNamedToken), conditions.allowedSerialNumber == nil {
            conditions.typedLabel = await console.ask("Type the label of the token that may be changed again: ")
            guard conditions.typedLabel == conditions.label else {
                throw UnusableInput("\(ChangeRefusal.otherLabel); nothing was sent")
            }
        }
        return ChangeTerms(
            conditions,
            pin: try self.pinFile.map { path throws(UnusableInput) in try PINFile.pin(of: path) },
            ask: { await console.ask($0) },
            show: { OperatorConsole.show($0) }
        )
    }

    /// The lines of a dry run about changes.
    func plan(_ conditions: ChangeGuard, _ place: ChipPlace) throws(UnusableInput) {
        guard !conditions.allowed.isEmpty else { return }
        let conditions = try self.named(conditions)
        for effect in conditions.allowed {
            let refusal = effect.needsNamedToken ? Self.refusal(of: place, conditions) : nil
            print("--allow \(effect.rawValue): \(refusal.map { "refused: \($0)" } ?? "as far as can be seen")")
        }
        print("read before each change: the AAGUID, the PIN's state, and the number of credentials")
        if conditions.allowed.contains(where: \.needsNamedToken) {
            if conditions.allowedSerialNumber == nil { print("asked for before the run: the label again") }
            print("never spent: the last \(PINTryBudget.floor) PIN tries, but by P09, which needs the reset of R03")
        }
        if conditions.allowed.contains(.reset) {
            print("asked for before a reset: the last four characters of the serial number or label, and a replug")
        }
    }

    private func named(_ conditions: ChangeGuard) throws(UnusableInput) -> ChangeGuard {
        var named = conditions
        if let serial = self.allowSerial {
            guard !serial.isEmpty else { throw UnusableInput("--allow-serial is empty") }
            named.allowedSerialNumber = serial
        }
        if let text = self.allowAaguid {
            guard let aaguid = UUIDText.bytes(of: text) else {
                throw UnusableInput(
                    "--allow-aaguid \(text): not an AAGUID such as 6d697469-642d-406f-8066-756c6c2d3231"
                )
            }
            named.allowedAAGUID = aaguid
        }
        named.isPINGiven = self.pinFile != nil
        return named
    }

    private static func refusal(of place: ChipPlace, _ conditions: ChangeGuard) -> ChangeRefusal? {
        conditions.refusal(ofSerialNumber: place.serialNumber, tokenCount: ChipPlaces.now().places.count)
    }

    private static func require(_ refusal: ChangeRefusal?) throws(UnusableInput) {
        if let refusal { throw UnusableInput(refusal.description) }
    }
}

import ArgumentParser
import ChipConnections
import CommandLineTool

/// Options that select one token.
struct TokenOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The key with this USB serial number.", valueName: "number"))
    var serial: String?

    @Option(help: ArgumentHelp("The key in this USB port, as chip list shows it.", valueName: "bus-port"))
    var port: String?

    @Option(help: ArgumentHelp("The card on this reader.", valueName: "name"))
    var reader: String?

    @Option(help: ArgumentHelp("The length of commands to a card: extended, short, or automatic.", valueName: "form"))
    var apdu = APDUForm.automatic

    /// The place of the one token that matches.
    func place() throws(UnusableInput) -> ChipPlace {
        let selection = ChipSelection(serialNumber: self.serial, port: self.port, reader: self.reader)
        do throws(ChipSelectionFault) {
            return try selection.place(in: .now())
        } catch {
            throw UnusableInput("\(error)")
        }
    }

    /// Opens the token, runs a body, and closes the connection whatever happens.
    ///
    /// Ctrl-C, SIGTERM and SIGHUP cancel the body, which cancels the request on the token. The kernel's driver has a USB key
    /// again before this returns.
    func withChip<Result: Sendable>(
        _ body: @escaping @Sendable (Chip) async throws -> Result
    ) async throws -> Result {
        let (place, form) = (try self.place(), self.apdu)
        return try await Interruption.run {
            do {
                let chip = try await Chip.open(place, apdus: form)
                do {
                    let result = try await body(chip)
                    await chip.close()
                    return result
                } catch {
                    await chip.close()
                    throw error
                }
            } catch let fault as ChipFault {
                throw UnusableInput("\(place): \(fault)")
            }
        }
    }
}

extension APDUForm: ExpressibleByArgument {}

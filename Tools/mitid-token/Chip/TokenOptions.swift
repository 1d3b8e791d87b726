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

    /// The place of the one token that matches.
    func place() throws(UnusableInput) -> ChipPlace {
        let selection = ChipSelection(serialNumber: self.serial, port: self.port, reader: self.reader)
        do throws(ChipSelectionFault) {
            return try selection.place(in: .now())
        } catch {
            throw UnusableInput("\(error)")
        }
    }

    /// Opens the token, runs a body, and closes it again.
    func withChip<Result: Sendable>(_ body: @Sendable (Chip) async throws -> Result) async throws -> Result {
        let place = try self.place()
        let chip: Chip
        do throws(ChipFault) {
            chip = try await Chip.open(place)
        } catch {
            throw UnusableInput("\(place): \(error)")
        }
        do {
            let result = try await body(chip)
            await chip.close()
            return result
        } catch let fault as ChipFault {
            await chip.close()
            throw UnusableInput("\(place): \(fault)")
        } catch {
            await chip.close()
            throw error
        }
    }
}

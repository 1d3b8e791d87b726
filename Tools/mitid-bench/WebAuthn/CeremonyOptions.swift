import ArgumentParser
import CommandLineTool
import Foundation
import StrictJSON

/// What both ceremonies need to know.
struct CeremonyOptions: ParsableArguments {
    @Argument(help: "The chip's serial number.")
    var serial: String

    @Option(help: ArgumentHelp("The origin of the page that asks: https://bank.example.", valueName: "url"))
    var origin: String

    @Option(help: ArgumentHelp("The relying party's options; without it, standard input.", valueName: "file"))
    var options: String?

    @OptionGroup
    var bench: BenchOptions

    /// The relying party's options, and the chip to ask.
    func begin<Options: Decodable>(_ type: Options.Type) throws(UnusableInput) -> (Options, ChipClient) {
        let data: Data
        if let path = self.options {
            guard let content = FileManager.default.contents(atPath: path) else {
                throw UnusableInput("--options \(path): cannot be read")
            }
            data = content
        } else {
            data = FileHandle.standardInput.readDataToEndOfFile()
        }
        let place = self.options ?? "standard input"
        if let fault = InteroperableJSON.fault(in: [UInt8](data).span) { throw UnusableInput("\(place): \(fault)") }
        do {
            return (try JSONDecoder().decode(type, from: data), ChipClient(bench: try self.bench.client(), self.serial))
        } catch let error as UnusableInput {
            throw error
        } catch let DecodingError.keyNotFound(key, _) {
            throw UnusableInput("\(place): options of a relying party must have '\(key.stringValue)'")
        } catch let DecodingError.typeMismatch(_, context) {
            throw UnusableInput("\(place): '\(context.codingPath.last?.stringValue ?? "it")' is of another type")
        } catch let DecodingError.dataCorrupted(context) where !context.codingPath.isEmpty {
            throw UnusableInput(
                "\(place): '\(context.codingPath.last?.stringValue ?? "it")' \(context.debugDescription)"
            )
        } catch {
            throw UnusableInput("\(place): not the JSON of a relying party's options")
        }
    }

    /// The relying party's ID, which must be the origin's host or a domain above it; HTML, section 7.1.1.2.
    func relyingPartyID(_ wanted: String?) throws(UnusableInput) -> String {
        guard let url = URL(string: self.origin), let host = url.host(), !host.isEmpty, url.path().isEmpty else {
            throw UnusableInput("--origin \(self.origin): not an origin like https://bank.example")
        }
        guard let wanted else { return host }
        guard host == wanted || host.hasSuffix("." + wanted) else {
            throw UnusableInput("a page of \(self.origin) may not ask for the relying party \(wanted)")
        }
        return wanted
    }
}

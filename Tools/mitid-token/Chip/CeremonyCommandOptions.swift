import ArgumentParser
import ChipCeremonies
import ChipConnections
import CommandLineTool
import Foundation
import StrictJSON

/// Options of a ceremony with a token.
struct CeremonyCommandOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The origin of the page that asks: https://bank.example.", valueName: "url"))
    var origin: String

    @Option(help: ArgumentHelp("The relying party; without it the options' own.", valueName: "domain"))
    var rpID: String?

    @Option(help: ArgumentHelp("The file with the key's PIN, of mode 600; it verifies the user.", valueName: "file"))
    var pinFile: String?

    @Option(name: .customLong("in"), help: ArgumentHelp("The options; without it standard input.", valueName: "file"))
    var input: String?

    @Option(help: ArgumentHelp("A new file for the response; without it standard output.", valueName: "file"))
    var out: String?

    @OptionGroup
    var token: TokenOptions

    /// Reads the relying party's options, runs a ceremony with the token, and writes the response.
    func run<Options: Decodable & Sendable>(
        _ type: Options.Type,
        _ body: @escaping @Sendable (ChipCeremony, Options) async throws(CeremonyFault) -> CredentialResponse
    ) async throws {
        let pin = try self.pinFile.map { path throws(UnusableInput) in try PINFile.pin(of: path) }
        let options = try self.options(type)
        let file = try NewFile(path: self.out ?? "-")
        let (origin, rpID) = (self.origin, self.rpID)
        do {
            let response = try await self.token.withChip { chip in
                let ceremony = ChipCeremony(chip, origin: origin, rpID: rpID, pin: pin) {
                    FileHandle.standardError.write(Data("touch the chip\n".utf8))
                }
                do throws(CeremonyFault) {
                    return try await body(ceremony, options)
                } catch .connection(let fault) {
                    throw fault
                } catch {
                    guard error.isRefusal else { throw UnusableInput("\(error)") }
                    throw Refusal(text: "\(error)")
                }
            }
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            try file.write([UInt8](try encoder.encode(response)) + [UInt8(ascii: "\n")])
            try file.close()
        } catch {
            file.remove()
            guard let refusal = error as? Refusal else { throw error }
            FileHandle.standardError.write(Data("mitid-token: \(refusal.text)\n".utf8))
            throw ExitCode(1)
        }
    }

    /// The answer of the token is no.
    private struct Refusal: Error {
        let text: String
    }

    private func options<Options: Decodable>(_ type: Options.Type) throws(UnusableInput) -> Options {
        let place = self.input.map { "--in \($0)" } ?? "standard input"
        let bytes =
            try self.input.flatMap { $0 == "-" ? nil : $0 }.map { path throws(UnusableInput) in
                try BoundedFile.bytes(of: path, for: place)
            } ?? [UInt8](FileHandle.standardInput.readDataToEndOfFile())
        if let fault = InteroperableJSON.fault(in: bytes.span) { throw UnusableInput("\(place): \(fault)") }
        do {
            return try JSONDecoder().decode(type, from: Data(bytes))
        } catch DecodingError.keyNotFound(let key, _) {
            throw UnusableInput("\(place): options of a relying party must have '\(key.stringValue)'")
        } catch DecodingError.typeMismatch(_, let context) {
            throw UnusableInput("\(place): '\(context.codingPath.last?.stringValue ?? "it")' is of another type")
        } catch DecodingError.dataCorrupted(let context) where !context.codingPath.isEmpty {
            let member = context.codingPath.last?.stringValue ?? "it"
            throw UnusableInput("\(place): '\(member)' \(context.debugDescription)")
        } catch {
            throw UnusableInput("\(place): not the JSON of a relying party's options")
        }
    }
}

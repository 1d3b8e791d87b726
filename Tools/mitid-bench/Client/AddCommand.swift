import ArgumentParser
import CommandLineTool
import Foundation
import StrictJSON

/// `mitid-bench add`.
struct AddCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Make a device; prints its serial number.",
        discussion: """
            EXAMPLES
              mitid-bench add code-display
              mitid-bench add code-display --serial 0004711042 \\
                --secret-hex 3132333435363738393031323334353637383930
              mitid-bench add audio-code-reader --profile hotp-audio-code-reader
              mitid-bench add chip --serial C1 --usb
              mitid-bench add chip --profile full --attestation-key key.pem \\
                --attestation-chain chain.pem

            Without a secret the bench draws one. A profile is one of the bench's names
            (GET /v1/profiles and /v1/profiles/chip list them) or a file with a JSON
            object of its values. A chip without an attestation key of yours gets one that
            the bench's test root certifies.
            """
    )

    @Argument(help: ArgumentHelp("code-display, audio-code-reader or chip.", valueName: "kind"))
    var kind: String

    @Option(help: "The serial number printed on it; drawn if not given.")
    var serial: String?

    @Option(help: "What you call it.")
    var name: String?

    @Option(
        help: ArgumentHelp(
            "A file with its secret in one line, in hexadecimal or as base32:SECRET; - is standard input.",
            valueName: "file"
        )
    )
    var secretFile: String?

    @Option(
        help: ArgumentHelp(
            "Its secret, 1 to 128 bytes in hexadecimal. \(ProcessListWarning.text)",
            valueName: "hex"
        )
    )
    var secretHex: String?

    @Option(help: ArgumentHelp("Its secret in Base32. \(ProcessListWarning.text)", valueName: "base32"))
    var secretBase32: String?

    @Option(help: ArgumentHelp("A profile's name, or a JSON file.", valueName: "name|file"))
    var profile: String?

    @Flag(help: "A chip that is plugged in.")
    var usb = false

    @Flag(help: "A chip that lies on a reader.")
    var nfc = false

    @Option(help: ArgumentHelp("A chip's attestation key, P-256, PEM.", valueName: "file"))
    var attestationKey: String?

    @Option(help: ArgumentHelp("Its certificates, that of the key first, PEM.", valueName: "file"))
    var attestationChain: String?

    @OptionGroup
    var options: BenchOptions

    func run() async throws {
        var members: [String: Any] = ["kind": self.kind]
        members["serialNumber"] = self.serial
        members["name"] = self.name
        members["secretHex"] = self.secretHex
        members["secretBase32"] = self.secretBase32
        if let path = self.secretFile {
            let line = try OneLineFile.line(of: path, for: "--secret-file \(path)", holding: "secret")
                .trimmingCharacters(in: .whitespaces)
            let scheme = "base32:"
            if line.lowercased().hasPrefix(scheme) {
                members["secretBase32"] = String(line.dropFirst(scheme.count))
            } else {
                members["secretHex"] = line
            }
        }
        if let profile = self.profile {
            members["profile"] = try AddCommand.profile(profile)
        }
        if self.usb || self.nfc {
            members["connection"] = ["usb": self.usb, "nfc": self.nfc]
        }
        if let key = self.attestationKey, let chain = self.attestationChain {
            members["attestation"] = [
                "keyPEM": try AddCommand.text(of: key, "--attestation-key"),
                "chainPEM": try AddCommand.text(of: chain, "--attestation-chain"),
            ]
        }
        let body = try JSONSerialization.data(withJSONObject: members, options: [.sortedKeys])
        let data = try await self.options.client().send("POST", "v1/devices", body: body)
        if self.options.json {
            Answer.print(data)
        } else {
            print(try Answer.decode(DeviceAnswer.self, data).serialNumber)
        }
    }

    private static let kinds = ["code-display", "audio-code-reader", "chip"]

    func validate() throws {
        guard Self.kinds.contains(self.kind) else {
            throw ValidationError("kind '\(self.kind)': \(Self.kinds.joined(separator: ", ")) are there")
        }
        if self.kind == "chip" {
            guard self.secretFile == nil, self.secretHex == nil, self.secretBase32 == nil else {
                throw ValidationError("a chip has no secret of its own; --secret-... is for code displays and readers")
            }
        } else {
            guard !self.usb, !self.nfc else {
                throw ValidationError("--usb and --nfc are for chips; a \(self.kind) has neither port nor antenna")
            }
            guard self.attestationKey == nil, self.attestationChain == nil else {
                throw ValidationError("--attestation-key and --attestation-chain are for chips")
            }
        }
        let secrets = [
            ("--secret-file", self.secretFile), ("--secret-hex", self.secretHex),
            ("--secret-base32", self.secretBase32),
        ].filter { $0.1 != nil }
        guard secrets.count <= 1 else {
            throw ValidationError("\(secrets[0].0) and \(secrets[1].0): give one secret only")
        }
        guard (self.attestationKey == nil) == (self.attestationChain == nil) else {
            throw ValidationError("--attestation-key and --attestation-chain go together")
        }
    }

    private static func text(of path: String, _ option: String) throws(UnusableInput) -> String {
        String(decoding: try BoundedFile.bytes(of: path, for: "\(option) \(path)"), as: UTF8.self)
    }

    private static func profile(_ text: String) throws(UnusableInput) -> Any {
        guard text.contains("/") || text.hasSuffix(".json") else { return text }
        guard let data = FileManager.default.contents(atPath: text) else {
            throw UnusableInput("--profile \(text): cannot be read")
        }
        if let fault = InteroperableJSON.fault(in: [UInt8](data).span) {
            throw UnusableInput("--profile \(text): \(fault)")
        }
        guard let object = try? JSONSerialization.jsonObject(with: data), object is [String: Any] else {
            throw UnusableInput("--profile \(text): not a JSON object")
        }
        return object
    }
}

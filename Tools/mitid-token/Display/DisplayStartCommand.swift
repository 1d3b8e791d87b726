import ArgumentParser
import CommandLineTool
import Foundation
import OTPCore

/// `mitid-token display start`.
struct DisplayStartCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "start",
        abstract: "Make the file of a campaign: which displays are to be measured.",
        discussion: """
            The file holds serial numbers, later the time steps and the times of the
            presses: no secret and no code. The secrets stay in the container, whose place
            the file names.

            EXAMPLE
              mitid-token display start tray.json --pskc makers.pskcxml \\
                --key-file transport.key --serials sample.txt
            """
    )

    @Argument(help: ArgumentHelp("The file to make; it must not exist.", valueName: "campaign"))
    var campaign: String

    @Option(help: ArgumentHelp("The container or table with the displays' secrets.", valueName: "file"))
    var pskc: String

    @Option(
        help: ArgumentHelp("A file with one serial number a line; all of the container without it.", valueName: "file")
    )
    var serials: String?

    @OptionGroup(title: "Container")
    var key: ContainerKeyOptions

    func run() throws {
        guard self.pskc != "-" else { throw UnusableInput("--pskc: must be a file; each session reads it again") }
        let wanted = try self.serials.map(Self.list)
        let keys = try DisplayKeys(of: self.pskc, self.key) { serial in wanted?.contains(serial) ?? true }
        if let missing = wanted?.first(where: { serial in keys.keys[serial] == nil }) {
            throw UnusableInput("--serials: \(PrintableText.line(missing)) is not in \(self.pskc)")
        }
        let tokens = (wanted ?? keys.order).compactMap { serial in
            keys.keys[serial].map { key in
                DisplayCampaign.Token(serialNumber: serial, timeStep: key.totp.timeStep, digits: key.totp.digits)
            }
        }
        guard !tokens.isEmpty else { throw UnusableInput("\(self.pskc): has no key for TOTP") }
        let campaign = DisplayCampaign(container: URL(filePath: self.pskc).standardizedFileURL.path, tokens: tokens)
        if let fault = campaign.fault { throw UnusableInput("\(self.pskc): \(fault)") }
        try CampaignFile(path: self.campaign).create(campaign)
        print("\(tokens.count.counted("display")); next: mitid-token display sample \(self.campaign)")
    }

    private static func list(_ path: String) throws -> [String] {
        let bytes = try BoundedFile.bytes(of: path, for: "--serials \(path)")
        var serials: [String] = []
        for line in String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline) {
            let serial = line.trimmingCharacters(in: .whitespaces)
            if !serial.isEmpty, !serials.contains(serial) { serials.append(serial) }
        }
        guard !serials.isEmpty else { throw UnusableInput("--serials \(path): holds no serial number") }
        return serials
    }
}

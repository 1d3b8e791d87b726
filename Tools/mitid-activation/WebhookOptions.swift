import ActivationHTTP
import ArgumentParser
import CommandLineTool
import Foundation
import HTTPService
import Logging

/// Who is told what becomes of devices.
struct WebhookOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "POST a message here when a device is activated, blocked, unblocked, replaced or removed, and when a chip is "
                + "asked for.",
            valueName: "url"
        )
    )
    var webhook: String?

    @Option(
        help: ArgumentHelp(
            "A file whose one line is whsec_ and 24 to 64 bytes in Base64: what the messages are signed with.",
            valueName: "file"
        )
    )
    var webhookSecretFile: String?

    func webhook(logger: Logger, drainTime: Duration = Webhook.standardDrainTime) throws(UnusableInput) -> Webhook? {
        switch (self.webhook, self.webhookSecretFile) {
        case (nil, nil):
            return nil
        case (let address?, let path?):
            let url = try Self.url(address)
            let source = "--webhook-secret-file \(path)"
            try FileAccess.owner.check(path, for: source)
            guard let secret = WebhookSecret(try OneLineFile.line(of: path, for: source, holding: "secret")) else {
                throw UnusableInput("\(source): not whsec_ and the Base64 of 24 to 64 bytes")
            }
            return Webhook(address: url, secret: secret, logger: logger, drainTime: drainTime)
        case (.some, nil), (nil, .some):
            throw UnusableInput("--webhook and --webhook-secret-file go together")
        }
    }

    /// Who is told, in a process that decides one thing and ends: it says itself what was not delivered.
    func webhookOfCommand() throws(UnusableInput) -> Webhook? {
        var quiet = Logger(label: "mitid-activation")
        quiet.logLevel = .critical
        return try self.webhook(logger: quiet)
    }

    /// User IDs and serial numbers are in the messages: they leave the machine encrypted only.
    private static func url(_ text: String) throws(UnusableInput) -> URL {
        guard let url = URL(string: text), let scheme = url.scheme?.lowercased(), let host = url.host(),
            scheme == "https" || scheme == "http", url.user() == nil
        else { throw UnusableInput("--webhook \(text): not an address like https://desk.example/devices") }
        guard scheme == "https" || ServiceAddress(host: host, port: 80).isLoopback else {
            throw UnusableInput("--webhook \(text): http is for this machine only; use https")
        }
        return url
    }
}

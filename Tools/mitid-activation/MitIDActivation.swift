import ArgumentParser
import CommandLineTool

/// The command line `mitid-activation`.
@main
struct MitIDActivation: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mitid-activation",
        abstract: "Bind code displays and audio code readers to their holders, and check their codes.",
        discussion: """
            A device is activated with its holder's password, its serial number and the
            first code it shows; from then on every code counts once. Devices come from
            RFC 6030 key containers, such as those that 'mitid-bench export' writes.
            Nothing here can log in to the real MitID.

            A FIRST TRY
              mitid-activation import devices.pskc
              mitid-activation serve
              curl -d '{"userID":"anna","password":"correct horse"}' \\
                http://127.0.0.1:8471/v1/users
              curl -d '{"userID":"anna","password":"correct horse",
                        "serialNumber":"0001","code":"287082"}' \\
                http://127.0.0.1:8471/v1/activations
            All paths: curl http://127.0.0.1:8471/openapi.json

            EXIT STATUS
              0  done
              1  the answer is no: no such record, or records of an import rejected
              2  the request or the input is unusable; one line on standard error says
                 what and where
            """,
        subcommands: [
            ServeCommand.self, ImportCommand.self, ShowCommand.self, UserCommand.self, BlockCommand.self,
            UnblockCommand.self, ChipCommand.self, AuditCommand.self, PolicyCommand.self, RotateKeysCommand.self,
        ]
    )

    func run() throws {
        throw UnusableInput(
            "no command given: serve, import, show, user, block, unblock, chip, audit, policy or "
                + "rotate-keys; see mitid-activation --help"
        )
    }

    static func main() async {
        await Self.runTool()
    }
}

import Bench
import CTAPHID

/// CTAPHID's commands by the names the standard gives them, CTAP 2.1, section 11.2.9.
enum CTAPHIDCommandName {
    private static let names: [(Command, String)] = [
        (.ping, "ping"), (.msg, "msg"), (.cbor, "cbor"), (.wink, "wink"), (.lock, "lock"),
    ]

    /// The names of what a host can ask for.
    static var requests: String { Self.names.map(\.1).joined(separator: ", ") }

    static func command(named name: String) -> Command? {
        Self.names.first { $0.1 == name }?.0
    }

    static func name(of command: Command) -> String {
        if command == .error {
            return "error"
        }
        return Self.names.first { $0.0 == command }?.1 ?? "0x" + HexText.text(of: [command.rawValue])
    }
}

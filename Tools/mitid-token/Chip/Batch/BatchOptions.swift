import ArgumentParser
import CommandLineTool

/// Options of a whole tray.
struct BatchOptions: ParsableArguments {
    static let countLimit = 10_000

    @Flag(help: "Go through a tray of tokens, which a person changes; needs --reader or --port.")
    var batch = false

    @Option(
        help: ArgumentHelp("The number of tokens; without --labels they are 001, 002 and so on.", valueName: "number")
    )
    var count: Int?

    @Option(
        help: ArgumentHelp(
            "Names of the tokens, one a line, from a file or, with -, from a barcode reader on standard input.",
            valueName: "file"
        )
    )
    var labels: String?

    @Option(help: ArgumentHelp("USB serial numbers that were ordered, one a line.", valueName: "file"))
    var delivery: String?

    @Flag(help: "Go on with the batch in DIR, with the tokens that have no verdict yet.")
    var resume = false

    func validate(with command: ChipQualifyCommand) throws {
        guard self.batch else {
            let given = [
                (self.count != nil, "--count"), (self.labels != nil, "--labels"), (self.delivery != nil, "--delivery"),
                (self.resume, "--resume"),
            ]
            if let (_, name) = given.first(where: \.0) { throw ValidationError("\(name) needs --batch") }
            return
        }
        guard command.label == nil else { throw ValidationError("--label names one token; a batch has --labels") }
        guard command.token.serial == nil else { throw ValidationError("--serial names one token; a batch has --port") }
        guard (command.token.reader != nil) != (command.token.port != nil) else {
            throw ValidationError("--batch needs --reader or --port, where the tokens are put in")
        }
        guard self.count != nil || self.labels != nil else {
            throw ValidationError("--batch needs --count or --labels")
        }
        if let count = self.count, !(1...Self.countLimit).contains(count) {
            throw ValidationError("--count must be 1 to \(Self.countLimit)")
        }
    }
}

import ArgumentParser
import CommandLineTool
import PSKC

/// The container a command reads, and what opens it.
struct ContainerOptions: ParsableArguments {
    @Argument(help: ArgumentHelp("The container or table, or - for standard input.", valueName: "file"))
    var file: String

    @OptionGroup
    var key: ContainerKeyOptions

    /// Reads the file and delivers its records; see ``ContainerKeyOptions/read(_:begin:_:)``.
    func read(
        begin: (String?) throws -> Void = { _ in },
        _ deliver: (consuming PSKCRecord) throws -> Void
    ) throws -> ContainerEnd {
        try self.key.read(self.file, begin: begin, deliver)
    }
}

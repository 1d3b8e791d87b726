import ArgumentParser
import VPCD

extension ReaderAddress: ExpressibleByArgument {
    /// Reads `HOST:PORT`.
    package init?(argument: String) {
        self.init(parsing: argument)
    }
}

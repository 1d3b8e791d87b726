import ArgumentParser
import VPCD

extension ReaderAddress: ExpressibleByArgument {
    /// Reads `HOST:PORT`.
    public init?(argument: String) {
        self.init(parsing: argument)
    }
}

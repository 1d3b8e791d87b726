import ArgumentParser
import HTTPService

extension LogFormat: ExpressibleByArgument {}

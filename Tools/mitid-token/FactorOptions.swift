import ArgumentParser
import CommandLineTool
import OTPCore

/// The parameters of HOTP and TOTP, and where to stand: a counter or a time.
struct FactorOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The hash function (default: sha1).", valueName: "name"))
    var algorithm: AlgorithmName?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Digits of a code, 6 to 10 (default: 6).", valueName: "n"),
        transform: WholeNumber.reader(in: 0...Int.max)
    )
    var digits: Int?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("TOTP: seconds of a time step (default: 30).", valueName: "seconds"),
        transform: WholeNumber.reader()
    )
    var timeStep: UInt32?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("TOTP: when step 0 began, T0 (default: 1970).", valueName: "time"),
        transform: UnixTime.init(argument:)
    )
    var epoch: UnixTime?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("TOTP: the time, RFC 3339 or Unix seconds (default: now).", valueName: "time"),
        transform: UnixTime.init(argument:)
    )
    var at: UnixTime?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("HOTP: the counter; without it the codes are TOTP.", valueName: "n"),
        transform: WholeNumber.reader()
    )
    var counter: UInt64?

    /// What to compute with; a URI's own parameters are not to be given twice.
    func factor(of uri: URIParameters?) throws -> Factor {
        if uri != nil {
            try self.refuse(
                "the URI says it already",
                [
                    self.option("algorithm", self.algorithm), self.option("digits", self.digits),
                    self.option("time-step", self.timeStep),
                ]
            )
        }
        let digits = uri?.digits ?? self.digits ?? 6
        do {
            switch (uri?.movingFactor, self.counter) {
            case (.time, .some):
                throw UnusableInput("--counter: the URI is of type totp")
            case (.time(let step), nil):
                return try self.timeFactor(digits: digits, timeStep: step)
            case (.counter(let counter), let given):
                return .counter(try self.counterFactor(digits: digits), given ?? counter)
            case (nil, let counter?):
                return .counter(try self.counterFactor(digits: digits), counter)
            case (nil, nil):
                return try self.timeFactor(digits: digits, timeStep: self.timeStep ?? 30)
            }
        } catch let error as OTPParameterError {
            throw UnusableInput(ErrorText.of(error))
        }
    }

    /// The hash function to make the key for.
    func algorithm(of uri: URIParameters?) -> HashAlgorithm {
        uri?.algorithm ?? self.algorithm?.algorithm ?? .sha1
    }

    private func timeFactor(digits: Int, timeStep: UInt32) throws -> Factor {
        let totp = try TOTP(digits: digits, timeStep: timeStep, epoch: self.epoch?.seconds ?? 0)
        do {
            return .time(totp, try totp.step(at: (self.at ?? .now).seconds))
        } catch TOTPError.timeBeforeEpoch {
            throw UnusableInput("--at: the time is before T0 (--epoch), where no step has a number")
        }
    }

    private func counterFactor(digits: Int) throws -> HOTP {
        try self.refuse(
            "goes with a time, not with a counter",
            [
                self.option("at", self.at), self.option("epoch", self.epoch),
                self.option("time-step", self.timeStep),
            ]
        )
        return try HOTP(digits: digits)
    }

    private func option<Value>(_ name: String, _ value: Value?) -> String? {
        value.map { _ in "--\(name)" }
    }

    private func refuse(_ reason: String, _ options: [String?]) throws {
        for case let option? in options {
            throw UnusableInput("\(option): \(reason)")
        }
    }
}

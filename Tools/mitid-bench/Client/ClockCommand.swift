import ArgumentParser
import CommandLineTool
import Foundation

/// `mitid-bench clock`.
struct ClockCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clock",
        abstract: "Read, freeze, set or advance the bench's clock or a device's own.",
        discussion: """
            EXAMPLES
              mitid-bench clock
              mitid-bench clock --advance PT30S
              mitid-bench clock --freeze --set 2026-11-22T12:00:00Z
              mitid-bench clock --device 0004711042 --advance PT2S
            """
    )

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Turn it on by an ISO 8601 duration: PT30S.", valueName: "duration")
    )
    var advance: String?

    @Option(help: ArgumentHelp("Set it: 2026-11-22T12:00:00Z.", valueName: "time"))
    var set: String?

    @Flag(help: "Stop it.")
    var freeze = false

    @Flag(name: .customLong("run"), help: "Let it run again.")
    var isToRun = false

    @Option(help: ArgumentHelp("The device whose own clock is meant.", valueName: "serial"))
    var device: String?

    @OptionGroup
    var options: BenchOptions

    private struct Body: Encodable {
        let advance: String?
        let now: String?
        let freeze: Bool?
        let run: Bool?
    }

    private struct BenchClock: Decodable {
        let now: String
        let frozen: Bool
        let offset: String
    }

    func validate() throws {
        guard !(self.freeze && self.isToRun) else { throw ValidationError("--freeze and --run exclude each other") }
    }

    func run() async throws {
        let client = try self.options.client()
        let isChange = self.advance != nil || self.set != nil || self.freeze || self.isToRun
        let body = Body(
            advance: self.advance,
            now: self.set,
            freeze: self.freeze ? true : nil,
            run: self.isToRun ? true : nil
        )
        if let device = self.device {
            let path = try BenchClient.path(of: device)
            let data =
                isChange
                ? try await client.send("PUT", path + "/clock", json: body) : try await client.send("GET", path)
            guard case .otp(let part) = try Answer.decode(DeviceAnswer.self, data).part else {
                throw UnusableInput("device \(device): a chip has no clock")
            }
            let clock = part.clock
            self.report(data, now: clock.now, frozen: clock.frozen, offset: Self.words(for: clock.offset, "the bench"))
        } else {
            let data =
                isChange
                ? try await client.send("PUT", "v1/clock", json: body) : try await client.send("GET", "v1/clock")
            let clock = try Answer.decode(BenchClock.self, data)
            self.report(
                data,
                now: clock.now,
                frozen: clock.frozen,
                offset: Self.words(for: clock.offset, "this machine")
            )
        }
    }

    /// Text of a clock's offset, which is negative if the clock is behind.
    static func words(for offset: String, _ other: String) -> String {
        if offset == "PT0S" { return "as \(other)'s" }
        return offset.hasPrefix("-") ? "\(offset.dropFirst()) behind \(other)" : "\(offset) ahead of \(other)"
    }

    private func report(_ data: Data, now: String, frozen: Bool, offset: String) {
        if self.options.json {
            Answer.print(data)
        } else {
            print("\(now)\(frozen ? ", frozen" : ""), \(offset)")
        }
    }
}

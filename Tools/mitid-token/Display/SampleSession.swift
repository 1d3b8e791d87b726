import CommandLineTool
import Foundation
import OTPCore
import TokenQuality

/// One session: cues, answers, and the campaign file after each of them.
struct SampleSession {
    /// Codes that match nothing, or dark screens, after which a display is left out.
    private static let faultLimit = 2

    /// Presses beyond the wanted ones, where a code contradicts the others.
    private static let extraPresses = 2

    /// Milliseconds from a beep to the last moment at which a press may light the screen.
    private static let latestPress: Int64 = 2000

    let file: CampaignFile
    let members: [DisplayCampaign.Token]
    let keys: DisplayKeys
    let presses: Int
    let lead: Int64
    let litTime: Int64
    let search: UInt32
    let isTyped: Bool
    var campaign: DisplayCampaign
    var console: SampleConsole

    private enum Ending {
        case steps([UInt64])
        case again
        case fault(String)
        case skip
        case quit
    }

    /// Runs until no more codes are wanted, or the operator quits.
    ///
    /// - Parameter temperature: In degrees Celsius, if it is known.
    /// - Returns: Whether every display has all its codes.
    /// - Throws: `UnusableInput` if the file cannot be written.
    mutating func run(temperature: Double?) throws -> Bool {
        let host = self.console.clock.isFromInput ? HostClockState.ofInput : .now
        var opening = SampleEvent(.session)
        (opening.displays, opening.presses, opening.host) = (self.members.count, self.presses, host)
        try self.console.show(opening)
        if self.console.clock.isFromInput { _ = try self.console.answer() }
        self.campaign.sessions.append(
            DisplayCampaign.Session(
                began: CampaignTime(milliseconds: self.console.clock.now),
                host: host,
                temperature: temperature
            )
        )

        let known = self.campaign.observationsBySerialNumber
        var tray = SampledTray(
            tokens: self.members.map { token in
                var track = ClockTrack(timeStep: token.timeStep)
                for observation in known[token.serialNumber, default: []] { track.add(observation) }
                return .init(track: track, pressesLeft: self.presses)
            }
        )
        var faults = [Int](repeating: 0, count: self.members.count)
        var extra = [Int](repeating: Self.extraPresses, count: self.members.count)
        var done = Set<Int>()
        while let cue = tray.next(notBefore: self.console.clock.now + self.lead) {
            let index = cue.token
            let serial = self.members[index].serialNumber
            let time = try self.announce(cue, press: self.presses - tray.tokens[index].pressesLeft + 1)
            let ending = try self.read(self.members[index], tray.tokens[index].track, at: time)
            tray.tokens[index].litUntil = time + Self.latestPress + self.litTime
            switch ending {
            case .quit:
                return try self.end(done.count)
            case .again:
                continue
            case .skip:
                tray.tokens[index].pressesLeft = 0
            case .fault(let reason):
                faults[index] += 1
                guard faults[index] == Self.faultLimit else { continue }
                tray.tokens[index].pressesLeft = 0
                var event = SampleEvent(.leftOut, of: serial)
                event.reason = reason
                try self.console.show(event)
            case .steps(let steps):
                faults[index] = 0
                let moment = self.isTyped ? self.console.clock.now : time
                let outcome = try self.record(steps, at: moment, of: serial, in: &tray.tokens[index].track)
                if outcome == .contradicts, extra[index] > 0 {
                    extra[index] -= 1
                } else {
                    tray.tokens[index].pressesLeft -= 1
                }
                if tray.tokens[index].pressesLeft == 0 { done.insert(index) }
            }
        }
        return try self.end(done.count)
    }

    private mutating func announce(_ cue: SampledTray.Cue, press: Int) throws -> Int64 {
        let serial = self.members[cue.token].serialNumber
        var event = SampleEvent(.cue, of: serial)
        (event.press, event.presses) = (press, self.presses)
        event.at = CampaignTime(milliseconds: cue.milliseconds)
        event.isTyped = self.isTyped
        try self.console.show(event)
        guard self.isTyped else { return try self.console.beep(at: cue.milliseconds, for: serial) }
        // A typed code needs no beep: the display has to be dark, that is all.
        self.console.clock.wait(until: cue.milliseconds)
        return self.console.clock.now
    }

    private func end(_ done: Int) throws -> Bool {
        var event = SampleEvent(.end)
        event.displays = done
        try self.console.show(event)
        return done == self.members.count
    }

    /// Stores an observation, and shows what is known with it.
    private mutating func record(
        _ steps: [UInt64],
        at time: Int64,
        of serial: String,
        in track: inout ClockTrack
    ) throws -> ClockTrack.Outcome {
        let session = self.campaign.sessions.count - 1
        let seen = ClockObservation(
            timing: self.isTyped ? .typed : .cued,
            milliseconds: time,
            steps: steps,
            hostError: self.campaign.sessions[session].host.errorOfObservations,
            session: session
        )
        guard let seen else { throw UnusableInput("the clock of this machine is set to a time out of range") }
        let outcome = track.add(seen)
        self.campaign.observations.append(
            DisplayCampaign.Observation(
                serialNumber: serial,
                session: session,
                timing: self.isTyped ? .typed : .cued,
                at: CampaignTime(milliseconds: time),
                steps: steps
            )
        )
        try self.file.replace(with: self.campaign)
        var event = SampleEvent(.measured, of: serial)
        event.outcome = "\(outcome)"
        if let bounds = track.segment?.offsetBounds(at: time) {
            event.offsetSeconds = [bounds.low, bounds.high].map { value in ClockText.rounded(value, digits: 3) }
        }
        try self.console.show(event)
        return outcome
    }

    /// Asks for the code until it belongs to a step, or the operator says what else there is.
    private mutating func read(_ token: DisplayCampaign.Token, _ track: ClockTrack, at time: Int64) throws -> Ending {
        guard let key = self.keys.keys[token.serialNumber] else { return .skip }
        let search = StepSearch(totp: key.totp, seconds: self.search)
        let steps = search.steps(around: time, of: track)
        var before: Code?
        var waiting: Code?
        while true {
            if waiting == nil { try self.console.show(SampleEvent(.code, of: token.serialNumber)) }
            let answer = try waiting.map(SampleAnswer.code) ?? self.console.answer()
            waiting = nil
            switch answer {
            case .quit: return .quit
            case .skip: return .skip
            case .missed: return .again
            case .dark:
                try self.note(.dark, of: token.serialNumber, at: time)
                return .fault("the display stays dark")
            case .yes, .no, .unknown:
                try self.reject(token, because: SampleAnswer.list)
            case .code(let code) where code.digits != token.digits:
                try self.reject(token, because: "the code has \(token.digits.counted("digit"))")
            case .code(let code):
                let matches = key.withKey { key in search.matches(code, in: steps, key: key) }
                if let match = matches.first {
                    let shown = key.withKey { key in search.totp.code(forStep: match, key: key) }
                    if let before, let kind = CodeSlip.Kind(typed: before, shown: shown) {
                        try self.note(kind, of: token.serialNumber, at: time)
                    }
                    return .steps(matches)
                }
                // A second code that belongs to no step is a finding.
                if before != nil {
                    try self.note(.unmatched, of: token.serialNumber, at: time)
                    return .fault("it shows other codes than its secret has")
                }
                before = code
                let slips = key.withKey { key in search.slips(code, in: steps, key: key) }
                let answer = try self.ask(slips.prefix(3), of: token, key)
                switch answer {
                case .slip(let slip):
                    try self.note(slip.kind, of: token.serialNumber, at: time)
                    return .steps([slip.step])
                case .code(let code): waiting = code
                case .quit: return .quit
                case .none: try self.console.show(SampleEvent(.unmatched, of: token.serialNumber))
                }
            }
        }
    }

    private enum Reply {
        case slip(CodeSlip)
        case code(Code)
        case quit
        case none
    }

    /// Asks whether one of these codes was shown; none is ever assumed.
    private mutating func ask(
        _ slips: ArraySlice<CodeSlip>,
        of token: DisplayCampaign.Token,
        _ key: DisplayKeys.Key
    ) throws -> Reply {
        for slip in slips {
            var question = SampleEvent(.question, of: token.serialNumber)
            question.shown = key.withKey { secret in key.totp.code(forStep: slip.step, key: secret).text }
            try self.console.show(question)
            switch try self.console.answer() {
            case .yes: return .slip(slip)
            case .code(let code) where code.digits == token.digits: return .code(code)
            case .quit: return .quit
            case .no, .code, .missed, .dark, .skip, .unknown: continue
            }
        }
        return .none
    }

    private func reject(_ token: DisplayCampaign.Token, because reason: String) throws {
        var event = SampleEvent(.unknownAnswer, of: token.serialNumber)
        event.reason = reason
        try self.console.show(event)
    }

    private mutating func note(_ kind: CodeSlip.Kind, of serial: String, at time: Int64) throws {
        switch kind {
        case .digit(let position, let shown, let typed):
            try self.note(.digit, of: serial, at: time, position: position + 1, shown: shown, typed: typed)
        case .swap(let position):
            try self.note(.swap, of: serial, at: time, position: position + 1)
        }
    }

    private mutating func note(
        _ kind: DisplayCampaign.Finding.Kind,
        of serial: String,
        at time: Int64,
        position: Int? = nil,
        shown: UInt8? = nil,
        typed: UInt8? = nil
    ) throws {
        self.campaign.findings.append(
            DisplayCampaign.Finding(
                serialNumber: serial,
                session: self.campaign.sessions.count - 1,
                at: CampaignTime(milliseconds: time),
                kind: kind,
                position: position,
                shown: shown,
                typed: typed
            )
        )
        try self.file.replace(with: self.campaign)
    }
}

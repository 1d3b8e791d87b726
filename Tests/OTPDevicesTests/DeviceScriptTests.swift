import OTPCore
import OTPDevices
import Testing
import VectorSupport

/// Plays the scripts of `Vectors/` against the devices.
@Suite struct DeviceScriptTests {
    @Test(arguments: try VectorFile<DeviceScriptGroup>.named("code_display_script_test").cases)
    func theCodeDisplayFollowsItsScript(_ script: VectorCase<DeviceScriptGroup>) throws {
        let key = try script.group.key()
        let start = try #require(script.test.steps.first).now
        var display = CodeDisplay(
            profile: try script.group.deviceProfile(),
            clock: RealTimeClock(at: start),
            counter: script.test.counter.value
        )
        for (number, step) in script.test.steps.enumerated() {
            let action: DeviceAction
            switch step.event {
            case "buttonPressed": action = display.buttonPressed(at: step.now, key: key)
            case "buttonReleased": action = display.buttonReleased(at: step.now)
            case "committed": action = display.committed(at: step.now, key: key)
            case "commitFailed": action = display.commitFailed(at: step.now)
            case "timePassed": action = display.timePassed(to: step.now)
            case "batteryLevelSet":
                action = display.batteryLevelSet(percent: try #require(step.percent), at: step.now)
            default:
                try self.adjust(&display.clock, by: step)
                action = .none
            }
            #expect(ScriptAction(action) == step.expect, "step \(number + 1), \(step.event)")
            #expect(display.nextWake?.milliseconds == step.nextWake?.value, "step \(number + 1), \(step.event)")
        }
    }

    @Test(arguments: try VectorFile<DeviceScriptGroup>.named("audio_code_reader_script_test").cases)
    func theAudioCodeReaderFollowsItsScript(_ script: VectorCase<DeviceScriptGroup>) throws {
        let key = try script.group.key()
        let start = try #require(script.test.steps.first).now
        var reader = AudioCodeReader(
            profile: try script.group.deviceProfile(),
            clock: RealTimeClock(at: start),
            counter: script.test.counter.value
        )
        for (number, step) in script.test.steps.enumerated() {
            let action: DeviceAction
            switch step.event {
            case "keyPressed": action = reader.keyPressed(try self.keypadKey(of: step), at: step.now)
            case "keyReleased": action = reader.keyReleased(try self.keypadKey(of: step), at: step.now, key: key)
            case "committed": action = reader.committed(at: step.now, key: key)
            case "commitFailed": action = reader.commitFailed(at: step.now)
            case "timePassed": action = reader.timePassed(to: step.now)
            case "batteryLevelSet":
                action = reader.batteryLevelSet(percent: try #require(step.percent), at: step.now)
            default:
                try self.adjust(&reader.clock, by: step)
                action = .none
            }
            #expect(ScriptAction(action) == step.expect, "step \(number + 1), \(step.event)")
            #expect(reader.nextWake?.milliseconds == step.nextWake?.value, "step \(number + 1), \(step.event)")
        }
    }

    private func adjust(_ clock: inout RealTimeClock, by step: DeviceScriptGroup.Step) throws {
        switch step.event {
        case "clockSet":
            clock.set(to: Instant(milliseconds: try #require(step.reading).value), at: step.now)
        case "clockFrozen":
            clock.freeze(at: step.now)
        case "clockReleased":
            clock.run(at: step.now)
        case "driftSet":
            clock.setDrift(ppm: try #require(step.ppm), at: step.now)
        default:
            throw DeviceScriptGroup.Unknown(word: step.event)
        }
    }

    private func keypadKey(of step: DeviceScriptGroup.Step) throws -> AudioCodeReader.Key {
        let name = try #require(step.key)
        return name == "red" ? .red : .digit(try #require(UInt8(name)))
    }
}

internal import Board
internal import OTPCore
internal import OTPDevices

/// A code display as an appliance: the serial port is its button, its pins and the factory's programming cable.
///
/// It waits for a byte or for the end of the display time, tells the machine, and does what the machine answers. Until it
/// is personalised it stays dark, as the real ones are said to be delivered.
///
/// What a byte asks for is not inlined into the loop, so that its share of the stack is given back when it is done.
@main
struct Firmware: ~Copyable {
    private var personalisation: Personalisation?
    private var display: CodeDisplay
    /// The counter as non-volatile memory would hold it.
    private var storedCounter: UInt64 = 0

    static func main() {
        var firmware = Firmware()
        Console.writeLine("code display ready, ? for help")
        while true {
            firmware.wait()
        }
    }

    private init() {
        self.display = CodeDisplay(profile: .mitidCodeDisplay, clock: RealTimeClock(at: Firmware.now))
    }

    private static var now: Instant {
        Instant(milliseconds: Uptime.milliseconds)
    }

    private mutating func wait() {
        if let wake = self.display.nextWake, Firmware.now >= wake {
            self.perform(self.display.timePassed(to: Firmware.now))
        }
        guard let byte = SerialPort.poll() else { return }
        switch byte {
        case UInt8(ascii: "b"): self.pressButton()
        case UInt8(ascii: "r"): self.changeBattery()
        case UInt8(ascii: "k"): self.personalise()
        case UInt8(ascii: "t"): self.setClock()
        case UInt8(ascii: "p"): self.drainBattery()
        case UInt8(ascii: "m"): Console.writeLine("stack ", UInt64(Stack.highWaterByteCount))
        case UInt8(ascii: "\r"), UInt8(ascii: "\n"): break
        default: Console.writeHelp()
        }
    }

    /// A press as a finger makes it, with its release.
    @inline(never)
    private mutating func pressButton() {
        let action =
            switch self.personalisation {
            case .some(let personalisation):
                self.display.buttonPressed(at: Firmware.now, key: personalisation.key)
            case .none:
                DeviceAction.none
            }
        self.perform(action)
        self.perform(self.display.buttonReleased(at: Firmware.now))
    }

    private mutating func perform(_ action: DeviceAction) {
        switch action {
        case .none, .speak:
            break
        case .commit(let counter):
            self.storedCounter = counter
            Console.writeLine("stored ", counter)
            self.showCommitted()
        case .show(let frame), .announce(let frame, _):
            Console.draw(frame)
        case .darken:
            Console.writeLine("dark")
        }
    }

    private mutating func showCommitted() {
        let action =
            switch self.personalisation {
            case .some(let personalisation):
                self.display.committed(at: Firmware.now, key: personalisation.key)
            case .none:
                DeviceAction.none
            }
        self.perform(action)
    }

    /// Out and in again: the screen is dark, the clock runs on, the counter is where the memory has it.
    @inline(never)
    private mutating func changeBattery() {
        self.display = CodeDisplay(
            profile: self.display.profile,
            clock: self.display.clock,
            counter: self.storedCounter
        )
        Console.writeLine("ready")
    }

    @inline(never)
    private mutating func personalise() {
        var line = SettingLine.read()
        guard let personalisation = Personalisation(&line) else { return Console.writeLine("no") }
        self.storedCounter = personalisation.firstCounter
        self.display = CodeDisplay(
            profile: personalisation.profile,
            clock: self.display.clock,
            counter: personalisation.firstCounter
        )
        self.personalisation = consume personalisation
        Console.writeLine("ok")
    }

    @inline(never)
    private mutating func setClock() {
        var line = SettingLine.read()
        guard let seconds = line.nextInteger() else { return Console.writeLine("no") }
        self.display.clock.set(to: .seconds(seconds), at: Firmware.now)
        Console.writeLine("ok")
    }

    @inline(never)
    private mutating func drainBattery() {
        var line = SettingLine.read()
        guard let percent = line.nextInteger(), percent >= 0, percent <= 100 else { return Console.writeLine("no") }
        self.perform(self.display.batteryLevelSet(percent: UInt8(truncatingIfNeeded: percent), at: Firmware.now))
        Console.writeLine("ok")
    }
}

import OTPCore
import OTPDevices
import Testing

/// The code display with time steps of 30 s, lit for 30 s, and the RFC's secret.
@Suite struct CodeDisplayTests {
    private var key: HMACKey { RFCKeys.sha1() }

    private func display(_ profile: DeviceProfile = .mitidCodeDisplay, counter: UInt64 = 0) -> CodeDisplay {
        CodeDisplay(profile: profile, clock: RealTimeClock(at: .seconds(0)), counter: counter)
    }

    @Test func aNewDisplayIsDark() {
        let display = self.display()
        #expect(display.screen == .dark)
        #expect(display.frame == nil)
        #expect(display.nextWake == nil)
    }

    @Test func aPressShowsTheCodeOfItsStepForTheDisplayTime() throws {
        var display = self.display()
        #expect(try display.buttonPressed(at: .seconds(59), key: self.key) == .shows("287082"))
        #expect(display.frame?.text == "287082")
        #expect(display.nextWake == .seconds(89))
        #expect(display.buttonReleased(at: Instant(milliseconds: 59_300)) == .none)
        #expect(display.timePassed(to: Instant(milliseconds: 88_999)) == .none)
        #expect(display.timePassed(to: .seconds(89)) == .darken)
        #expect(display.screen == .dark)
        #expect(display.nextWake == nil)
        #expect(display.timePassed(to: .seconds(90)) == .none)
    }

    @Test func aCodeShownAtTheEndOfItsStepStaysAsItWas() throws {
        var display = self.display()
        #expect(try display.buttonPressed(at: Instant(milliseconds: 29_999), key: self.key) == .shows("755224"))
        #expect(display.timePassed(to: .seconds(30)) == .none)
        #expect(display.frame?.text == "755224")
        #expect(display.nextWake == Instant(milliseconds: 59_999))
    }

    @Test func aSecondPressWhileLitDoesNothing() throws {
        var display = self.display()
        #expect(try display.buttonPressed(at: .seconds(20), key: self.key) == .shows("755224"))
        #expect(display.buttonReleased(at: .seconds(21)) == .none)
        #expect(display.buttonPressed(at: .seconds(40), key: self.key) == .none)
        #expect(display.frame?.text == "755224")
        #expect(display.nextWake == .seconds(50))
    }

    @Test func aHeldButtonLightsOnce() throws {
        var display = self.display()
        #expect(try display.buttonPressed(at: .seconds(0), key: self.key) == .shows("755224"))
        #expect(display.buttonPressed(at: .seconds(1), key: self.key) == .none)
        #expect(display.timePassed(to: .seconds(30)) == .darken)
        #expect(display.buttonPressed(at: .seconds(31), key: self.key) == .none)
        #expect(display.buttonReleased(at: .seconds(32)) == .none)
        #expect(try display.buttonPressed(at: .seconds(33), key: self.key) == .shows("287082"))
    }

    @Test func aReleaseWithoutAPressDoesNothing() throws {
        var display = self.display()
        #expect(display.buttonReleased(at: .seconds(0)) == .none)
        #expect(try display.buttonPressed(at: .seconds(1), key: self.key) == .shows("755224"))
    }

    @Test func aHostThatIsLateToDarkenLosesNothing() throws {
        var display = self.display()
        #expect(try display.buttonPressed(at: .seconds(0), key: self.key) == .shows("755224"))
        #expect(display.buttonReleased(at: .seconds(45)) == .darken)
        #expect(try display.buttonPressed(at: .seconds(46), key: self.key) == .shows("287082"))
        #expect(display.buttonReleased(at: .seconds(47)) == .none)
        #expect(try display.buttonPressed(at: .seconds(90), key: self.key) == .shows("969429"))
    }

    @Test func eightDigitsOverSHA256() throws {
        let key = RFCKeys.sha256()
        var display = self.display(.totp8SHA256)
        #expect(try display.buttonPressed(at: .seconds(59), key: key) == .shows("46119246"))
    }

    @Test func aKeyForAnotherHashFunctionMakesNoCode() {
        let key = RFCKeys.sha256()
        var display = self.display()
        #expect(display.buttonPressed(at: .seconds(59), key: key) == .showsDashes)
        var counting = self.display(.hotpCodeDisplay)
        #expect(counting.buttonPressed(at: .seconds(59), key: key) == .showsDashes)
        #expect(counting.counter == 0)
    }

    // MARK: The device's own clock

    @Test func aClockThatIsAheadShowsTheNextCode() throws {
        var display = self.display()
        display.clock.setOffset(milliseconds: 30_000, at: .seconds(0))
        #expect(try display.buttonPressed(at: .seconds(0), key: self.key) == .shows("287082"))
        #expect(display.nextWake == .seconds(30))
    }

    @Test func aFrozenClockShowsOneCodeForeverButGoesDarkInTime() throws {
        var display = self.display()
        display.clock.freeze(at: .seconds(0))
        for start: Int64 in [0, 1_000, 1_000_000] {
            #expect(try display.buttonPressed(at: .seconds(start), key: self.key) == .shows("755224"))
            #expect(display.buttonReleased(at: .seconds(start)) == .none)
            #expect(display.timePassed(to: .seconds(start + 30)) == .darken)
        }
    }

    @Test func aDriftingClockDoesNotChangeTheDisplayTime() {
        var display = self.display()
        display.clock.setDrift(ppm: 500_000, at: .seconds(0))
        #expect(display.buttonPressed(at: .seconds(0), key: self.key) != .none)
        #expect(display.timePassed(to: .seconds(29)) == .none)
        #expect(display.timePassed(to: .seconds(30)) == .darken)
    }

    @Test func settingTheDevicesClockWhileLitLeavesTheCode() throws {
        var display = self.display()
        #expect(try display.buttonPressed(at: .seconds(30), key: self.key) == .shows("287082"))
        #expect(display.buttonReleased(at: .seconds(30)) == .none)
        display.clock.set(to: .seconds(0), at: .seconds(31))
        #expect(display.timePassed(to: .seconds(31)) == .none)
        #expect(display.frame?.text == "287082")
        #expect(display.timePassed(to: .seconds(60)) == .darken)
        #expect(try display.buttonPressed(at: .seconds(60), key: self.key) == .shows("755224"))
    }

    @Test func beforeTheEpochThereIsNoCode() throws {
        var display = self.display()
        #expect(display.buttonPressed(at: Instant(milliseconds: -1), key: self.key) == .showsDashes)
        #expect(display.nextWake == Instant(milliseconds: 29_999))
        #expect(display.buttonReleased(at: .seconds(1)) == .none)
        #expect(display.timePassed(to: .seconds(30)) == .darken)
        #expect(try display.buttonPressed(at: .seconds(30), key: self.key) == .shows("287082"))
    }

    @Test func anEpochOfItsOwnCountsFromThere() throws {
        var display = self.display(try DeviceProfile(movingFactor: .time(step: 60, epoch: 1_000)))
        #expect(display.buttonPressed(at: .seconds(999), key: self.key) == .showsDashes)
        #expect(display.buttonReleased(at: .seconds(999)) == .none)
        #expect(try display.buttonPressed(at: .seconds(1_060), key: self.key) == .shows("287082"))
    }

    // MARK: True time set back

    @Test func trueTimeSetBackWhileLitDarkensAtTheNextEvent() throws {
        var display = self.display()
        #expect(try display.buttonPressed(at: .seconds(60), key: self.key) == .shows("359152"))
        #expect(display.timePassed(to: Instant(milliseconds: 59_999)) == .darken)
        #expect(display.buttonReleased(at: .seconds(0)) == .none)
        #expect(try display.buttonPressed(at: .seconds(1), key: self.key) == .shows("755224"))
    }

    @Test func aPressAfterTrueTimeWasSetBackFollowsTheClockAsItIs() throws {
        var display = self.display()
        #expect(try display.buttonPressed(at: .seconds(60), key: self.key) == .shows("359152"))
        #expect(display.buttonReleased(at: .seconds(60)) == .none)
        #expect(try display.buttonPressed(at: .seconds(30), key: self.key) == .shows("287082"))
        #expect(display.nextWake == .seconds(60))
    }

    @Test func trueTimeSetBackWhileDarkIsNothing() throws {
        var display = self.display()
        #expect(display.timePassed(to: .seconds(100)) == .none)
        #expect(display.timePassed(to: .seconds(0)) == .none)
        #expect(try display.buttonPressed(at: .seconds(0), key: self.key) == .shows("755224"))
    }

    // MARK: Battery

    @Test func anEmptyBatteryLightsNothing() throws {
        var display = self.display()
        #expect(display.batteryLevelSet(percent: 0, at: .seconds(0)) == .none)
        #expect(display.buttonPressed(at: .seconds(1), key: self.key) == .none)
        #expect(display.screen == .dark)
        #expect(display.buttonReleased(at: .seconds(2)) == .none)
        #expect(display.batteryLevelSet(percent: 100, at: .seconds(3)) == .none)
        #expect(try display.buttonPressed(at: .seconds(4), key: self.key) == .shows("755224"))
    }

    @Test func aBatteryThatGoesEmptyWhileLitDarkens() {
        var display = self.display()
        #expect(display.buttonPressed(at: .seconds(0), key: self.key) != .none)
        #expect(display.batteryLevelSet(percent: 1, at: .seconds(1)) == .none)
        #expect(display.batteryLevelSet(percent: 0, at: .seconds(2)) == .darken)
        #expect(display.screen == .dark)
    }

    @Test func aLowBatteryShowsItsSign() throws {
        var display = self.display()
        #expect(display.batteryLevelSet(percent: 10, at: .seconds(0)) == .none)
        #expect(try display.buttonPressed(at: .seconds(0), key: self.key) == .shows("755224", batteryLow: true))
    }

    @Test func theLastLightingIsWhole() throws {
        var display = self.display(try DeviceProfile(batteryCapacity: 2))
        #expect(try display.buttonPressed(at: .seconds(0), key: self.key) == .shows("755224"))
        #expect(display.buttonReleased(at: .seconds(0)) == .none)
        #expect(try display.buttonPressed(at: .seconds(30), key: self.key) == .shows("287082", batteryLow: true))
        #expect(display.buttonReleased(at: .seconds(30)) == .none)
        #expect(display.battery.isEmpty)
        #expect(display.timePassed(to: .seconds(59)) == .none)
        #expect(display.timePassed(to: .seconds(60)) == .darken)
        #expect(display.buttonPressed(at: .seconds(61), key: self.key) == .none)
    }

    // MARK: HOTP

    @Test func aCounterIsStoredBeforeItsCodeIsShown() throws {
        var display = self.display(.hotpCodeDisplay)
        #expect(display.buttonPressed(at: .seconds(0), key: self.key) == .commit(counter: 1))
        #expect(display.screen == .committing(counter: 0))
        #expect(display.frame == nil)
        #expect(display.nextWake == nil)
        #expect(try display.committed(at: .seconds(1), key: self.key) == .shows("755224"))
        #expect(display.nextWake == .seconds(31))
        #expect(display.buttonReleased(at: .seconds(1)) == .none)
        #expect(display.buttonPressed(at: .seconds(31), key: self.key) == .commit(counter: 2))
        #expect(try display.committed(at: .seconds(31), key: self.key) == .shows("287082"))
    }

    @Test func aPressWhileACommitIsPendingDoesNothing() throws {
        var display = self.display(.hotpCodeDisplay)
        #expect(display.buttonPressed(at: .seconds(0), key: self.key) == .commit(counter: 1))
        #expect(display.buttonReleased(at: .seconds(1)) == .none)
        #expect(display.buttonPressed(at: .seconds(2), key: self.key) == .none)
        #expect(display.timePassed(to: .seconds(1_000)) == .none)
        #expect(try display.committed(at: .seconds(1_000), key: self.key) == .shows("755224"))
        #expect(display.counter == 1)
    }

    @Test func committedWithoutAPressDoesNothing() {
        var display = self.display(.hotpCodeDisplay)
        #expect(display.committed(at: .seconds(0), key: self.key) == .none)
        #expect(display.counter == 0)
    }

    @Test func aCodeLostBetweenCommitAndShowIsSkipped() throws {
        var display = self.display(.hotpCodeDisplay)
        #expect(display.buttonPressed(at: .seconds(0), key: self.key) == .commit(counter: 1))
        // Power is lost here; what was stored comes back.
        display = self.display(.hotpCodeDisplay, counter: 1)
        #expect(display.buttonPressed(at: .seconds(10), key: self.key) == .commit(counter: 2))
        #expect(try display.committed(at: .seconds(10), key: self.key) == .shows("287082"))
    }

    @Test func aCounterThatCouldNotBeStoredIsSkipped() throws {
        var display = self.display(.hotpCodeDisplay)
        #expect(display.buttonPressed(at: .seconds(0), key: self.key) == .commit(counter: 1))
        #expect(display.commitFailed(at: .seconds(1)) == .none)
        #expect(display.screen == .dark)
        #expect(display.committed(at: .seconds(2), key: self.key) == .none)
        #expect(display.buttonReleased(at: .seconds(2)) == .none)
        #expect(display.buttonPressed(at: .seconds(3), key: self.key) == .commit(counter: 2))
        #expect(try display.committed(at: .seconds(3), key: self.key) == .shows("287082"))
    }

    @Test func aBatteryThatGoesEmptyBeforeTheCodeIsShownSkipsIt() throws {
        var display = self.display(.hotpCodeDisplay)
        #expect(display.buttonPressed(at: .seconds(0), key: self.key) == .commit(counter: 1))
        #expect(display.batteryLevelSet(percent: 0, at: .seconds(0)) == .none)
        #expect(display.committed(at: .seconds(1), key: self.key) == .none)
        #expect(display.buttonReleased(at: .seconds(1)) == .none)
        #expect(display.batteryLevelSet(percent: 50, at: .seconds(2)) == .none)
        #expect(display.buttonPressed(at: .seconds(3), key: self.key) == .commit(counter: 2))
    }

    @Test func theLastCounterIsNeverUsedSoThatNoneRepeats() throws {
        var display = self.display(.hotpCodeDisplay, counter: .max - 1)
        #expect(display.buttonPressed(at: .seconds(0), key: self.key) == .commit(counter: .max))
        #expect(try display.committed(at: .seconds(0), key: self.key) == .shows("488204"))
        #expect(display.buttonReleased(at: .seconds(0)) == .none)
        for start: Int64 in [30, 60] {
            #expect(display.buttonPressed(at: .seconds(start), key: self.key) == .showsDashes)
            #expect(display.buttonReleased(at: .seconds(start)) == .none)
            #expect(display.counter == .max)
        }
    }

    @Test func anEmptyBatterySpendsNoCounter() {
        var display = self.display(.hotpCodeDisplay)
        #expect(display.batteryLevelSet(percent: 0, at: .seconds(0)) == .none)
        #expect(display.buttonPressed(at: .seconds(0), key: self.key) == .none)
        #expect(display.counter == 0)
    }

    @Test func aDarkeningThatIsDueComesWithTheNextCommit() {
        var display = self.display(.hotpCodeDisplay)
        #expect(display.buttonPressed(at: .seconds(0), key: self.key) == .commit(counter: 1))
        #expect(display.committed(at: .seconds(0), key: self.key) != .none)
        #expect(display.buttonReleased(at: .seconds(0)) == .none)
        #expect(display.buttonPressed(at: .seconds(90), key: self.key) == .commit(counter: 2))
        #expect(display.frame == nil)
    }
}

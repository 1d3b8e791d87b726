package import CTAPHID

/// The whole chip: one authenticator, its USB side and its card side.
///
/// A value that is told what happens and answers what is to be done; what a host adds is a clock, a place for
/// ``AuthenticatorState`` and the two wires. One request is carried out at a time, whichever side it came from; the other side
/// is told that the chip is busy.
///
/// | event | outcome |
/// |---|---|
/// | plugged in, or field on | power: everything but the authenticator's state is new; a request of the other side is lost |
/// | pulled out, or field off | the request of that side is dropped; a commit under way is carried to its end |
/// | report, command | see ``CTAPHIDDispatch`` and ``APDUDispatch`` |
/// | touched, refused, committed, commit failed | told to the authenticator, and what it does to the side that waits for it |
package struct Chip<Environment: AuthenticatorEnvironment> {
    /// The authenticator; its ``Authenticator/state`` is what survives power loss.
    package var authenticator: Authenticator<Environment>

    /// The USB side; `nil` while it is not plugged in.
    package private(set) var usb: CTAPHIDDispatch?

    /// The card side; `nil` while there is no field.
    package private(set) var card: APDUDispatch?

    /// A chip without power.
    package init(profile: AuthenticatorProfile, state: AuthenticatorState, environment: Environment) {
        self.authenticator = Authenticator(profile: profile, state: state, environment: environment)
    }

    /// When ``timePassed(to:)`` has something to do; `nil` if it has nothing.
    package var nextWake: Uptime? {
        [self.authenticator.nextWake, self.usb?.nextWake, self.card?.nextWake].compactMap { $0 }.min()
    }

    /// What INIT tells of this chip; without U2F while alwaysUv has it closed, CTAP 2.1, section 7.2.4.
    package var information: DeviceInformation {
        let profile = self.authenticator.profile
        var capabilities: Capabilities = .wink
        if profile.ctap2 != nil { capabilities.insert(.cbor) }
        if !self.authenticator.acceptsU2F { capabilities.insert(.nmsg) }
        let version = profile.firmwareVersion
        return DeviceInformation(
            version: DeviceVersion(
                major: UInt8(truncatingIfNeeded: version &>> 16),
                minor: UInt8(truncatingIfNeeded: version &>> 8),
                build: UInt8(truncatingIfNeeded: version)
            ),
            capabilities: capabilities
        )
    }

    // MARK: Power

    /// It was plugged in, or its USB host reset it.
    package mutating func pluggedIn(at now: Uptime) -> [ChipEffect] {
        self.usb = CTAPHIDDispatch(information: self.information, profile: self.authenticator.profile)
        _ = self.authenticator.poweredOn(at: now, over: .usb)
        return self.card?.requestLost() ?? []
    }

    /// It was pulled out.
    package mutating func pulledOut(at now: Uptime) {
        self.dropRequest(isServed: self.usb?.isServed, at: now)
        self.usb = nil
    }

    /// It was laid on a reader, or the reader reset it.
    package mutating func fieldEntered(at now: Uptime) -> [ChipEffect] {
        self.card = APDUDispatch(maximumMessageSize: max(1024, self.authenticator.profile.maximumMessageSize))
        _ = self.authenticator.poweredOn(at: now, over: .nfc)
        return self.usb?.requestLost() ?? []
    }

    /// It was taken away, or the reader switched its field off; a command that is out gets no answer any more.
    package mutating func fieldLost(at now: Uptime) {
        self.dropRequest(isServed: self.card?.isServed, at: now)
        self.card = nil
    }

    private mutating func dropRequest(isServed: Bool?, at now: Uptime) {
        if isServed == true {
            _ = self.authenticator.cancelled(at: now)
        }
    }

    // MARK: Wires

    /// A report of 64 bytes came from the USB host; any other length is no report and is dropped, as by hardware.
    package mutating func reportReceived(_ bytes: [UInt8], at now: Uptime) -> [ChipEffect] {
        var effects = self.timePassed(to: now)
        guard let packet = try? Packet(parsing: bytes) else { return effects }
        let information = self.information
        self.usb?.information = information
        effects += self.usb?.packetReceived(packet, at: now, by: &self.authenticator) ?? []
        return effects
    }

    /// A command came from a reader; its one ``ChipEffect/respond(_:)`` comes now or later, and never without a field.
    ///
    /// In the reader of its own USB device the applet may be missing: there it is on HID already.
    package mutating func commandReceived(
        _ bytes: [UInt8],
        from reader: ChipReaderKind = .contactless,
        at now: Uptime
    ) -> [ChipEffect] {
        var effects = self.timePassed(to: now)
        if reader == .ownUSB, !self.authenticator.profile.servesFIDOOverCCID {
            return effects + [.respond(APDUDispatch.answerWithoutApplet(bytes))]
        }
        effects += self.card?.commandReceived(bytes, at: now, by: &self.authenticator) ?? []
        return effects
    }

    // MARK: Everything else

    /// The user touched the button.
    package mutating func userPresenceGiven(at now: Uptime) -> [ChipEffect] {
        self.acted(self.authenticator.userPresenceGiven(at: now), at: now)
    }

    /// The user said no.
    package mutating func userPresenceRefused(at now: Uptime) -> [ChipEffect] {
        self.acted(self.authenticator.userPresenceRefused(at: now), at: now)
    }

    /// The state is stored.
    package mutating func committed(at now: Uptime) -> [ChipEffect] {
        self.acted(self.authenticator.committed(at: now), at: now)
    }

    /// The state could not be stored.
    package mutating func commitFailed(at now: Uptime) -> [ChipEffect] {
        self.acted(self.authenticator.commitFailed(at: now), at: now)
    }

    /// Time has passed.
    package mutating func timePassed(to now: Uptime) -> [ChipEffect] {
        var effects = self.acted(self.authenticator.timePassed(to: now), at: now)
        effects += self.usb?.timePassed(to: now) ?? []
        effects += self.card?.timePassed(to: now) ?? []
        return effects
    }

    /// What the authenticator did, told to the side whose request it works on; to nobody if that is gone.
    private mutating func acted(_ action: AuthenticatorAction, at now: Uptime) -> [ChipEffect] {
        if self.usb?.isServed == true {
            return self.usb?.authenticatorActed(action, at: now) ?? []
        }
        if self.card?.isServed == true {
            return self.card?.authenticatorActed(action, at: now) ?? []
        }
        // Whatever comes next must be stored all the same, or it would be lost at the next power-on.
        return action == .commit ? [.commit] : []
    }
}

import Activation
import HTTPService
import OTPCore
import TimeText

extension PolicyDocument.Attempts {
    private enum Names: String, CodingKey, CaseIterable {
        case tries
        case firstBlock
        case longestBlock
    }

    init(_ throttle: AttemptThrottle) {
        self.init(tries: throttle.tries, firstBlock: throttle.firstBlock, longestBlock: throttle.longestBlock)
    }

    init(from decoder: any Decoder) throws {
        try decoder.refuseUnknownMembers(besides: Names.self)
        let members = try decoder.container(keyedBy: Names.self)
        self.init(
            tries: try members.wholeNumber(.tries),
            firstBlock: try members.length(.firstBlock),
            longestBlock: try members.length(.longestBlock)
        )
    }

    func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: Names.self)
        try members.encode(self.tries, forKey: .tries)
        try members.encode(ISO8601Duration.text(milliseconds: self.firstBlock.count), forKey: .firstBlock)
        try members.encode(ISO8601Duration.text(milliseconds: self.longestBlock.count), forKey: .longestBlock)
    }
}

extension PolicyDocument.Requests {
    private enum Names: String, CodingKey, CaseIterable {
        case burst
        case interval
    }

    init(_ throttle: RequestThrottle) {
        self.init(burst: throttle.burst, interval: throttle.interval)
    }

    init(from decoder: any Decoder) throws {
        try decoder.refuseUnknownMembers(besides: Names.self)
        let members = try decoder.container(keyedBy: Names.self)
        self.init(burst: try members.wholeNumber(.burst), interval: try members.length(.interval))
    }

    func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: Names.self)
        try members.encode(self.burst, forKey: .burst)
        try members.encode(ISO8601Duration.text(milliseconds: self.interval.count), forKey: .interval)
    }
}

extension PolicyDocument.Windows {
    private enum Names: String, CodingKey, CaseIterable {
        case firstCode
        case laterCodes
        case firstLookAhead
        case laterLookAhead
        case resynchronization
        case driftPPM
    }

    init(_ windows: VerificationWindows) {
        self.init(
            firstCode: windows.firstCode.behind,
            laterCodes: windows.laterCodes.behind,
            firstLookAhead: windows.firstCounterLookAhead,
            laterLookAhead: windows.laterCounterLookAhead,
            resynchronization: windows.resynchronization,
            driftPPM: windows.driftPPM
        )
    }

    init(from decoder: any Decoder) throws {
        try decoder.refuseUnknownMembers(besides: Names.self)
        let members = try decoder.container(keyedBy: Names.self)
        self.init(.standard)
        self.firstCode = try members.decodeWholeNumber(forKey: .firstCode) ?? self.firstCode
        self.laterCodes = try members.decodeWholeNumber(forKey: .laterCodes) ?? self.laterCodes
        self.firstLookAhead = try members.decodeWholeNumber(forKey: .firstLookAhead) ?? self.firstLookAhead
        self.laterLookAhead = try members.decodeWholeNumber(forKey: .laterLookAhead) ?? self.laterLookAhead
        self.resynchronization = try members.decodeWholeNumber(forKey: .resynchronization) ?? self.resynchronization
        self.driftPPM = try members.decodeWholeNumber(forKey: .driftPPM) ?? self.driftPPM
    }
}

extension PolicyDocument.Chips {
    private enum Names: String, CodingKey, CaseIterable {
        case waitingTime
        case activationTime
    }

    init(_ policy: ChipPolicy) {
        self.init(waitingTime: policy.waitingTime, activationTime: policy.activationTime)
    }

    init(from decoder: any Decoder) throws {
        try decoder.refuseUnknownMembers(besides: Names.self)
        let members = try decoder.container(keyedBy: Names.self)
        self.init(.standard)
        if members.contains(.waitingTime) { self.waitingTime = try members.length(.waitingTime) }
        if members.contains(.activationTime) { self.activationTime = try members.length(.activationTime) }
    }

    func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: Names.self)
        try members.encode(ISO8601Duration.text(milliseconds: self.waitingTime.count), forKey: .waitingTime)
        try members.encode(ISO8601Duration.text(milliseconds: self.activationTime.count), forKey: .activationTime)
    }
}

extension PolicyDocument {
    /// The same with other windows; nil if one is wider than may be.
    package func choosing(
        firstCode: UInt32?,
        laterCodes: UInt32?,
        firstLookAhead: UInt32?,
        laterLookAhead: UInt32?
    ) -> PolicyDocument? {
        var windows = Windows(self.windows)
        windows.firstCode = firstCode ?? windows.firstCode
        windows.laterCodes = laterCodes ?? windows.laterCodes
        windows.firstLookAhead = firstLookAhead ?? windows.firstLookAhead
        windows.laterLookAhead = laterLookAhead ?? windows.laterLookAhead
        return VerificationWindows(windows).map { windows in
            var chosen = self
            chosen.windows = windows
            return chosen
        }
    }
}

extension VerificationWindows {
    /// Nil if one is wider than may be.
    init?(_ windows: PolicyDocument.Windows) {
        self.init(
            firstCode: LookAroundWindow(behind: windows.firstCode, ahead: windows.firstCode),
            laterCodes: LookAroundWindow(behind: windows.laterCodes, ahead: windows.laterCodes),
            firstCounterLookAhead: windows.firstLookAhead,
            laterCounterLookAhead: windows.laterLookAhead,
            resynchronization: windows.resynchronization,
            driftPPM: windows.driftPPM
        )
    }
}

extension KeyedDecodingContainer {
    /// A whole number that must be there.
    fileprivate func wholeNumber(_ key: Key) throws -> UInt32 {
        guard let number = try self.decodeWholeNumber(UInt32.self, forKey: key) else {
            return try self.decode(UInt32.self, forKey: key)
        }
        return number
    }

    /// A length of time that must be there, as `PT5M`.
    fileprivate func length(_ key: Key) throws -> Milliseconds {
        let text = try self.decode(String.self, forKey: key)
        guard let count = try? ISO8601Duration.milliseconds(of: text) else {
            let context = DecodingError.Context(
                codingPath: self.codingPath + [key],
                debugDescription: "not a duration like PT5M"
            )
            throw DecodingError.dataCorrupted(context)
        }
        return Milliseconds(count)
    }
}

import OTPCore

/// What the word for the kind of a device says: `totp`, `OATH TOTP`, `HOTP-8`, `time`, `TOTP SHA256`, or RFC 6030's name.
struct KindWords {
    enum Kind: Equatable {
        case hotp
        case totp

        /// The suite, if the word is one.
        case ocra(suite: String?)
    }

    private(set) var kind: Kind?
    private(set) var hash: HashAlgorithm?
    private(set) var digits: UInt64?
    private(set) var timeStep: UInt64?

    /// Nil if a part of the text is not understood.
    init?(_ text: String) {
        switch KeyAlgorithmName(text) {
        case .hotp: self.kind = .hotp
        case .totp: self.kind = .totp
        case .ocra(let suite): self.kind = .ocra(suite: suite)
        case .pin: return nil
        case nil:
            if let hash = HashAlgorithm(suiteName: text) {
                self.hash = hash
                return
            }
            var words = Self.words(of: text)[...]
            while let word = words.popFirst() {
                guard self.take(word, &words) else { return nil }
            }
            guard self.kind != nil || self.hash != nil else { return nil }
        }
    }

    /// Takes one word, and what belongs to it of those behind it; false if it is not understood or contradicts another.
    private mutating func take(_ word: Substring, _ rest: inout ArraySlice<Substring>) -> Bool {
        switch word {
        case "oath", "otp", "token", "based", "hmac", "sync", "synchronous", "digit", "digits": return true
        case "hotp", "event", "counter": return Self.set(&self.kind, to: .hotp)
        case "totp", "time": return Self.set(&self.kind, to: .totp)
        case "hmacsha", "sha":
            guard let hash = rest.popFirst().flatMap({ HashAlgorithm(suiteName: "sha\($0)") }) else { return false }
            return Self.set(&self.hash, to: hash)
        case "timebased", "timesync": return Self.set(&self.kind, to: .totp)
        case "eventbased", "counterbased", "eventsync": return Self.set(&self.kind, to: .hotp)
        case "oathhotp": return Self.set(&self.kind, to: .hotp)
        case "oathtotp": return Self.set(&self.kind, to: .totp)
        default:
            guard let number = UInt64(word) else { return false }
            let isTime =
                rest.first.map { unit in ["s", "sec", "secs", "second", "seconds"].contains(String(unit)) } ?? false
            if isTime { rest.removeFirst() }
            if !isTime, (6...10).contains(number) { return Self.set(&self.digits, to: number) }
            guard isTime || number == 30 || number == 60 else { return false }
            return Self.set(&self.timeStep, to: number)
        }
    }

    private static func set<Value: Equatable>(_ place: inout Value?, to value: Value) -> Bool {
        if let present = place, present != value { return false }
        place = value
        return true
    }

    /// The text in words, which also end between letters and digits.
    private static func words(of text: String) -> [Substring] {
        let text = text.lowercased()
        var words: [Substring] = []
        var rest = text[...]
        while let first = rest.first {
            guard first.isASCII, first.isLetter || first.isNumber else {
                rest.removeFirst()
                continue
            }
            let word = rest.prefix { character in
                character.isASCII && character.isLetter == first.isLetter && character.isNumber == first.isNumber
            }
            words.append(word)
            rest = rest[word.endIndex...]
        }
        return words
    }
}

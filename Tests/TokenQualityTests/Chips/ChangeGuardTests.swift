import Testing
import TokenQuality

/// The options and the token of a tray where everything is in order, and each of them tricked in turn.
@Suite struct ChangeGuardTests {
    private static let model = [UInt8](repeating: 0x6D, count: 16)
    private static let otherModel = [UInt8](repeating: 0x6E, count: 16)

    /// A card without a serial number, named by its model and the label typed again.
    private static let conditions = ChangeGuard(
        allowed: [.storage, .pin, .reset],
        allowedAAGUID: Self.model,
        label: "tray-7-03",
        typedLabel: "tray-7-03",
        isPINGiven: true,
        orderedAAGUID: Self.model,
        capacity: 100
    )
    private static let card = TokenFacts(
        aaguid: Self.model,
        tokenCount: 1,
        hasPIN: false,
        holdsCredentials: true,
        remaining: 100
    )

    /// A key that is named by its serial number.
    private static let keyConditions: ChangeGuard = {
        var conditions = Self.conditions
        conditions.allowedAAGUID = nil
        conditions.allowedSerialNumber = "0412"
        conditions.label = nil
        conditions.typedLabel = nil
        return conditions
    }()
    private static let key: TokenFacts = {
        var key = Self.card
        key.serialNumber = "0412"
        key.tokenCount = 5
        return key
    }()

    private static func refusal(
        of effect: Effect = .reset,
        conditions change: (inout ChangeGuard) -> Void = { _ in },
        card changeFacts: (inout TokenFacts) -> Void = { _ in }
    ) -> ChangeRefusal? {
        var (conditions, card) = (Self.conditions, Self.card)
        change(&conditions)
        changeFacts(&card)
        return conditions.refusal(of: effect, on: card)
    }

    private static func keyRefusal(
        conditions change: (inout ChangeGuard) -> Void = { _ in },
        key changeFacts: (inout TokenFacts) -> Void = { _ in }
    ) -> ChangeRefusal? {
        var (conditions, key) = (Self.keyConditions, Self.key)
        change(&conditions)
        changeFacts(&key)
        return conditions.refusal(of: .reset, on: key)
    }

    @Test("a named token without credentials may be changed", arguments: [Effect.storage, .pin, .reset])
    func permission(effect: Effect) {
        #expect(Self.refusal(of: effect) == nil)
        #expect(Self.keyConditions.refusal(of: effect, on: Self.key) == nil)
    }

    @Test("checks that leave nothing need no permission", arguments: [Effect.none, .counter])
    func harmless(effect: Effect) {
        #expect(ChangeGuard(allowed: []).refusal(of: effect, on: Self.card) == nil)
    }

    @Test("an effect is not allowed by another", arguments: [Effect.storage, .pin, .reset])
    func otherEffects(effect: Effect) {
        let others = [Effect.storage, .pin, .reset].filter { $0 != effect }
        #expect(Self.refusal(of: effect, conditions: { $0.allowed = others }) == .notAllowed(effect))
        #expect(Self.refusal(of: effect, conditions: { $0.allowed = [] }) == .notAllowed(effect))
    }

    @Test("a token that nobody has named is refused")
    func unnamed() {
        #expect(Self.refusal(conditions: { $0.allowedAAGUID = nil }) == .notNamed(.reset))
        #expect(Self.refusal(of: .pin, conditions: { $0.allowedAAGUID = nil }) == .notNamed(.pin))
    }

    @Test("a serial number that is not the token's is refused: another one, none, an empty one, a part, another case")
    func serialNumbers() {
        #expect(Self.keyRefusal(key: { $0.serialNumber = "0413" }) == .otherSerialNumber("0413"))
        #expect(Self.keyRefusal(key: { $0.serialNumber = nil }) == .noSerialNumber)
        #expect(Self.keyRefusal(key: { $0.serialNumber = "" }) == .noSerialNumber)
        #expect(Self.keyRefusal(conditions: { $0.allowedSerialNumber = "412" }) == .otherSerialNumber("0412"))
        #expect(Self.keyRefusal(conditions: { $0.allowedSerialNumber = "*" }) == .otherSerialNumber("0412"))
        #expect(Self.keyRefusal(conditions: { $0.allowedSerialNumber = "" }) == .otherSerialNumber("0412"))
        #expect(Self.keyRefusal(key: { $0.serialNumber = "0412 " }) == .otherSerialNumber("0412 "))
    }

    @Test("with a serial number and a model, both have to be the token's")
    func both() {
        #expect(Self.keyRefusal(conditions: { $0.allowedAAGUID = Self.model }) == nil)
        #expect(Self.keyRefusal(conditions: { $0.allowedAAGUID = Self.otherModel }) == .otherModel)
    }

    @Test("a model names the only token, without a serial number, and with its label typed again")
    func models() {
        #expect(Self.refusal(card: { $0.tokenCount = 2 }) == .severalTokens(2))
        #expect(Self.refusal(card: { $0.tokenCount = 0 }) == .severalTokens(0))
        #expect(Self.refusal(card: { $0.serialNumber = "0412" }) == .serialNumberNeeded("0412"))
        #expect(Self.refusal(card: { $0.aaguid = Self.otherModel }) == .otherModel)
        #expect(Self.refusal(conditions: { $0.label = nil }) == .noLabel)
        #expect(
            Self.refusal(conditions: {
                $0.label = ""
                $0.typedLabel = ""
            }) == .noLabel
        )
        #expect(Self.refusal(conditions: { $0.typedLabel = nil }) == .otherLabel)
        #expect(Self.refusal(conditions: { $0.typedLabel = "" }) == .otherLabel)
        #expect(Self.refusal(conditions: { $0.typedLabel = "tray-7-04" }) == .otherLabel)
        #expect(Self.refusal(conditions: { $0.typedLabel = "tray-7-03 " }) == .otherLabel)
    }

    @Test("another model than the profile's is refused for every effect", arguments: [Effect.storage, .pin, .reset])
    func ordered(effect: Effect) {
        let refusal = Self.refusal(of: effect, conditions: { $0.orderedAAGUID = Self.otherModel })
        #expect(refusal == .otherModelThanOrdered)
    }

    @Test("a token of U2F alone does not tell whether it is in use")
    func withoutCTAP2() {
        #expect(Self.refusal(of: .storage, card: { $0.aaguid = nil }) == .noCTAP2)
        #expect(Self.refusal(card: { $0.aaguid = nil }) == .otherModel)
        #expect(Self.keyRefusal(key: { $0.aaguid = nil }) == .noCTAP2)
    }

    @Test("a PIN that is set and not given is refused for every effect")
    func unknownPIN() {
        for effect in [Effect.storage, .reset] {
            let refusal = Self.refusal(of: effect, conditions: { $0.isPINGiven = false }, card: { $0.hasPIN = true })
            #expect(refusal == .hasPIN)
        }
        #expect(Self.refusal(of: .pin, conditions: { $0.isPINGiven = false }) == .noPIN)
        #expect(Self.refusal(card: { $0.hasPIN = true }) == nil)
    }

    @Test("a token with credentials is refused for every effect", arguments: [Effect.storage, .pin, .reset])
    func credentials(effect: Effect) {
        #expect(Self.refusal(of: effect, card: { $0.remaining = 99 }) == .holdsCredentials(1))
        #expect(Self.refusal(of: effect, card: { $0.remaining = 0 }) == .holdsCredentials(100))
        #expect(Self.refusal(of: effect, card: { $0.existing = 1 }) == .holdsCredentials(1))
        #expect(
            Self.refusal(
                of: effect,
                card: {
                    $0.remaining = nil
                    $0.existing = 3
                }
            ) == .holdsCredentials(3)
        )
        #expect(Self.refusal(of: effect, card: { $0.remaining = nil }) == .unknownRoom)
        #expect(Self.refusal(of: effect, conditions: { $0.capacity = nil }) == .unknownRoom)
    }

    @Test("credentials of the run are no one else's, and hide no one else's")
    func ownCredentials() {
        #expect(
            Self.refusal(card: {
                $0.remaining = 97
                $0.existing = 3
                $0.own = 3
            }) == nil
        )
        #expect(
            Self.refusal(card: {
                $0.remaining = 96
                $0.own = 3
            }) == .holdsCredentials(1)
        )
        #expect(
            Self.refusal(card: {
                $0.existing = 4
                $0.own = 3
            }) == .holdsCredentials(1)
        )
        // Replaced by another token: it has more room than it should.
        #expect(
            Self.refusal(card: {
                $0.remaining = 100
                $0.own = 3
            }) == .otherCapacity(100)
        )
        #expect(
            Self.refusal(card: {
                $0.remaining = .max
                $0.own = 1
            }) == .otherCapacity(.max)
        )
    }

    @Test("a token with more room than the profile's may hold credentials that do not show")
    func otherCapacity() {
        #expect(Self.refusal(card: { $0.remaining = 101 }) == .otherCapacity(101))
    }

    @Test("a token that cannot hold credentials has none")
    func withoutDiscoverables() {
        #expect(
            Self.refusal(card: {
                $0.holdsCredentials = false
                $0.remaining = nil
            }) == nil
        )
    }

    @Test("every refusal is one sentence")
    func sentences() {
        let all: [ChangeRefusal] = [
            .notAllowed(.pin), .notNamed(.reset), .noSerialNumber, .otherSerialNumber("1"), .serialNumberNeeded("1"),
            .severalTokens(2), .noLabel, .otherLabel, .otherModel, .otherModelThanOrdered, .noCTAP2, .noPIN, .hasPIN,
            .holdsCredentials(1), .unknownRoom, .otherCapacity(1),
        ]
        for refusal in all {
            #expect(!refusal.description.isEmpty)
            #expect(!refusal.description.contains("\n"))
            #expect(!refusal.description.contains(". "))
        }
    }
}

import Testing
import TokenQuality

@Suite struct PINTryBudgetTests {
    @Test("wrong PINs are permitted until three tries are left")
    func floor() throws {
        var budget = PINTryBudget()
        try budget.begin("P07", tries: 5)
        try budget.spend(for: "P07")
        try budget.read(4, for: "P07")
        try budget.spend(for: "P07")
        try budget.read(3, for: "P07")
        #expect(throws: PINTryBudget.Refusal.tooFewTries(3)) { try budget.spend(for: "P07") }
    }

    @Test("a token with three tries or fewer gets no PIN", arguments: [UInt64(0), 1, 2, 3])
    func few(tries: UInt64) throws {
        var budget = PINTryBudget()
        try budget.begin("P06", tries: tries)
        #expect(throws: PINTryBudget.Refusal.tooFewTries(tries)) { try budget.spend(for: "P06") }
    }

    @Test("the last check may use all tries, and no more")
    func final() throws {
        var budget = PINTryBudget()
        try budget.begin("P09", tries: 1, isFinal: true)
        try budget.spend(for: "P09")
        try budget.read(0, for: "P09")
        #expect(throws: PINTryBudget.Refusal.tooFewTries(0)) { try budget.spend(for: "P09") }
    }

    @Test("the tries are read between two PINs")
    func unread() throws {
        var budget = PINTryBudget()
        #expect(throws: PINTryBudget.Refusal.notRead) { try budget.spend(for: "P06") }
        try budget.begin("P06", tries: 8)
        try budget.spend(for: "P06")
        #expect(throws: PINTryBudget.Refusal.notRead) { try budget.spend(for: "P06") }
    }

    @Test("one check at a time, and none after a PIN that is not accounted for")
    func oneCheck() throws {
        var budget = PINTryBudget()
        try budget.begin("P06", tries: 8)
        #expect(throws: PINTryBudget.Refusal.underWay(check: "P06")) { try budget.begin("P07", tries: 8) }
        #expect(throws: PINTryBudget.Refusal.underWay(check: "P06")) { try budget.spend(for: "P07") }
        #expect(throws: PINTryBudget.Refusal.underWay(check: "P06")) { try budget.read(8, for: "P07") }
        budget.end("P07")
        #expect(throws: PINTryBudget.Refusal.underWay(check: "P06")) { try budget.begin("P07", tries: 8) }
        try budget.spend(for: "P06")
        budget.end("P06")
        #expect(throws: PINTryBudget.Refusal.underWay(check: "P06")) { try budget.begin("P07", tries: 8) }
        try budget.read(7, for: "P06")
        budget.end("P06")
        try budget.begin("P07", tries: 7)
    }
}

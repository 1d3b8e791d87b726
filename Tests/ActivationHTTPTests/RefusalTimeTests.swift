import ActivationHTTP
import Testing

@Suite("How long a refusal takes")
struct RefusalTimeTests {
    @Test(
        arguments: [(1, 50), (49_999, 50), (50_000, 50), (50_001, 100), (149_000, 150), (3_000_000, 3_000)]
            as [(Int, Int)]
    )
    func isAWholeNumberOfQuanta(microseconds: Int, milliseconds: Int) {
        let time = RefusalTime(quantum: .milliseconds(50))
        #expect(time.end(of: .microseconds(microseconds)) == .milliseconds(milliseconds))
    }

    @Test func isThatOfTheWorkWhereNoneIsWanted() {
        #expect(RefusalTime.ofTheWork.end(of: .seconds(1)) == nil)
    }
}

import CanonicalCBOR
import FIDOAuthenticator
import Testing

/// Power is cut at every commit of long random lives, and held against a model that knows nothing of how states are stored.
struct PowerCutTests {
    @Test(arguments: [UInt64(1), 2, 3, 4]) func everyCutLeavesWhatSomeUninterruptedLifeWouldHaveLeft(
        _ seed: UInt64
    ) throws {
        var life = try PowerCutLife(seed: seed)
        var cutCount = 0
        for _ in 0..<60 {
            cutCount += try life.step()
        }
        // Most steps commit once or twice, and each commit is cut in three ways.
        #expect(cutCount > 90)
    }
}

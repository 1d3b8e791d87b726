import HTTPService
import Testing

@Suite("A watch over bodies that are being read")
struct BodyWatchTests {
    @Test func givesBackWhatCameInTime() async {
        let watch = BodyWatch()
        let read = await watch.read { "whole" }
        #expect(read == "whole")
    }

    @Test func endsWhatComesTooLate() async {
        let watch = BodyWatch(patience: .milliseconds(1), interval: .milliseconds(1))
        for _ in 0..<3 {
            // It would go on for ever if nobody ended it.
            let read = await watch.read { () -> String in
                let (parts, part) = AsyncStream<String>.makeStream()
                part.yield("the beginning")
                for await _ in parts {}
                return "ended"
            }
            #expect(read == nil)
        }
    }

    @Test func endsWithTheRequest() async {
        let watch = BodyWatch(patience: .seconds(3600))
        let request = Task {
            await watch.read { () -> String in
                let (parts, _) = AsyncStream<String>.makeStream()
                for await _ in parts {}
                return "ended"
            }
        }
        request.cancel()
        #expect(await request.value == "ended")
    }
}

import Testing
import TokenQuality

@Suite struct SeriesTests {
    @Test("a counter that rises is good, whatever the steps")
    func rising() {
        var counters = CounterSeries()
        for value: UInt32 in [3, 4, 9, .max] { counters.take(value) }
        #expect(counters.fault == nil)
        #expect((counters.first, counters.last, counters.count) == (3, .max, 4))
    }

    @Test("a counter that is 0 always is good: the token does not count")
    func zero() {
        var counters = CounterSeries()
        for _ in 0..<3 { counters.take(0) }
        #expect(counters.fault == nil)
    }

    @Test(
        "a counter that stays or goes back is a fault at its position",
        arguments: [[1, 1], [5, 4], [1, 0]] as [[UInt32]]
    )
    func faults(values: [UInt32]) {
        var counters = CounterSeries()
        for value in values { counters.take(value) }
        #expect(counters.fault == CounterSeries.Fault(position: 2, before: values[0], value: values[1]))
        counters.take(100)
        #expect(counters.fault?.position == 2)
    }

    @Test("the longest gap includes the wait for the first keepalive and for the response")
    func gaps() {
        var keepalives = KeepaliveSeries()
        #expect(keepalives.longestGap(untilResponseAt: 70) == 70)
        for time: UInt64 in [100, 200, 350] { keepalives.add(2, at: time) }
        #expect(keepalives.longestGap(untilResponseAt: 360) == 150)
        #expect(keepalives.longestGap(untilResponseAt: 900) == 550)
        // A response before the last keepalive is no gap.
        #expect(keepalives.longestGap(untilResponseAt: 10) == 150)
    }

    @Test("a repeated value names the first place")
    func repeated() {
        var values = RepeatedValues()
        #expect(values.take([1, 2], from: "C1") == nil)
        #expect(values.take([2, 1], from: "C2") == nil)
        #expect(values.take([1, 2], from: "C3") == "C1")
        #expect(values.count == 2)
    }

    @Test("r of a signature is read without its leading zero, and damaged bytes have none")
    func signatureParts() {
        #expect(SignatureParts.r(of: [0x30, 0x08, 0x02, 0x02, 0x00, 0x81, 0x02, 0x02, 0x01, 0x02]) == [0x81])
        for damaged: [UInt8] in [[], [0x30, 0x03, 0x02], [0x31, 0x02, 0x02, 0x00], [0x30, 0x02, 0x02, 0x05, 0x01]] {
            #expect(SignatureParts.r(of: damaged) == nil)
        }
        #expect(SignatureParts.r(of: [0x30, 0x02, 0x02, 0xFF]) == nil)
    }
}

@Suite struct LatencyHistogramTests {
    @Test("percentiles are samples by nearest rank")
    func percentiles() {
        let histogram = LatencyHistogram([50, 10, 40, 20, 30])
        #expect([0, 20, 50, 95, 100].map { histogram.percentile($0) } == [10, 10, 30, 50, 50])
        #expect(histogram.percentile(-5) == 10)
        #expect(histogram.percentile(1_000) == 50)
        #expect(histogram.maximum == 50)
        #expect(LatencyHistogram().percentile(50) == 0)
    }

    @Test("bins hold every sample once, and begin and end with one")
    func bins() {
        let samples: [UInt64] = [0, 9, 10, 119, 120, 1_000_000, 900_000_000, .max]
        for count in 1...samples.count {
            let histogram = LatencyHistogram(Array(samples.prefix(count)))
            let bins = histogram.bins
            #expect(bins.reduce(0) { $0 + $1.count } == count)
            #expect(bins.first?.count != 0)
            #expect(bins.last?.count != 0)
            #expect(zip(bins, bins.dropFirst()).allSatisfy { $0.to == $1.from })
        }
        #expect(LatencyHistogram().bins.isEmpty)
    }

    @Test("a tenth has at least one sample")
    func tenth() {
        let histogram = LatencyHistogram((1...20).map { UInt64($0) })
        #expect(histogram.tenth(atEnd: false).samples == [1, 2])
        #expect(histogram.tenth(atEnd: true).samples == [19, 20])
        #expect(LatencyHistogram([7]).tenth(atEnd: true).samples == [7])
    }
}

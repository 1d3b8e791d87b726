/// The clocks that agree with every observation: a convex polygon in the plane of offset *a* and rate *b*.
///
/// Each code is a ``ClockStrip``; the polygon is cut by its two edges (Sutherland and Hodgman, 1974). If the bounds of the
/// presses hold, the true clock is in it: no statistics are needed.
///
/// The arithmetic is Double, with seconds counted from the first observation. ``ClockStrip/roundingMargin`` is ten thousand
/// times what rounding can add up to, so the corners need no exact numbers.
struct ClockPolygon: Equatable, Sendable {
    /// The fastest rate that is looked for, in seconds per second.
    ///
    /// A watch crystal is within 20 ppm at 25 °C, and at -40 °C it loses another 144. A clock that is worse ends as a jump.
    static let rateLimit = 200e-6

    private struct Corner: Equatable {
        let offset: Double
        let rate: Double

        func offset(at time: Double) -> Double { self.offset + self.rate * time }
    }

    private var corners: [Corner]

    /// The clocks that agree with one observation; its strip is that of the origin.
    init(_ strip: ClockStrip) {
        self.corners = [
            Corner(offset: strip.offset.low, rate: -Self.rateLimit),
            Corner(offset: strip.offset.high, rate: -Self.rateLimit),
            Corner(offset: strip.offset.high, rate: Self.rateLimit),
            Corner(offset: strip.offset.low, rate: Self.rateLimit),
        ]
    }

    /// The clocks that agree with one more observation; `nil` if none does.
    func cut(_ strip: ClockStrip) -> ClockPolygon? {
        var polygon = self
        polygon.cut(at: strip.time, sign: 1, limit: strip.offset.high)
        polygon.cut(at: strip.time, sign: -1, limit: -strip.offset.low)
        return polygon.corners.isEmpty ? nil : polygon
    }

    /// The offsets at a time in seconds after the origin.
    func offset(at time: Double) -> ClockRange {
        self.range { corner in corner.offset(at: time) }
    }

    /// The rates.
    var rate: ClockRange {
        self.range { corner in corner.rate }
    }

    /// Keeps what obeys `sign * offset(at: time) <= limit`.
    private mutating func cut(at time: Double, sign: Double, limit: Double) {
        guard var before = self.corners.last else { return }
        var kept: [Corner] = []
        var roomBefore = limit - sign * before.offset(at: time)
        for corner in self.corners {
            let room = limit - sign * corner.offset(at: time)
            if (room < 0) != (roomBefore < 0) {
                let part = roomBefore / (roomBefore - room)
                kept.append(
                    Corner(
                        offset: before.offset + part * (corner.offset - before.offset),
                        rate: before.rate + part * (corner.rate - before.rate)
                    )
                )
            }
            if room >= 0 { kept.append(corner) }
            before = corner
            roomBefore = room
        }
        self.corners = kept
    }

    private func range(_ value: (Corner) -> Double) -> ClockRange {
        guard let first = self.corners.first.map(value) else { return ClockRange(0, 0) }
        var low = first
        var high = first
        for corner in self.corners {
            let value = value(corner)
            low = min(low, value)
            high = max(high, value)
        }
        return ClockRange(low, high)
    }
}

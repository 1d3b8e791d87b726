/// The best moments for a beep.
///
/// A press at an arbitrary moment says little. The beep is put where the edge of the device's time step is if its clock is in
/// the middle of what is still possible: so each press halves the range, until the reaction time is the limit.
package enum CueSchedule {
    /// The first best moment that is not before another one; both in milliseconds since the Unix epoch.
    package static func next(for track: ClockTrack, notBefore earliest: Int64) -> Int64 {
        guard let segment = track.segment, ClockObservation.times.contains(earliest) else { return earliest }
        let step = Double(track.timeStep)
        let press = PressTiming.cued.bounds
        // Seconds between the beep and the edge that the two halves of the range have in common.
        let lead = segment.offsetBounds(at: earliest).middle + press.middle
        guard lead.magnitude < 1e9 else { return earliest }
        let edges = ((Double(earliest) / 1000 + lead) / step).rounded(.up)
        let cue = (edges * step - lead) * 1000
        return max(Int64(cue.rounded(.up)), earliest)
    }
}

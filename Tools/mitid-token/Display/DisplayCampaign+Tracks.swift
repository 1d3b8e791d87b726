import TokenQuality

extension DisplayCampaign {
    /// The first fault that the types do not exclude, with its member; `nil` for a good campaign.
    var fault: String? {
        var serials: Set<String> = []
        for (index, token) in self.tokens.enumerated() {
            guard (1...86_400).contains(token.timeStep) else { return "tokens[\(index)].timeStep: not 1 to 86400" }
            guard serials.insert(token.serialNumber).inserted else {
                return "tokens[\(index)].serialNumber: \(token.serialNumber) is there twice"
            }
        }
        for (index, session) in self.sessions.enumerated() {
            let error = session.host.maximumError
            guard error.isFinite, error >= 0 else { return "sessions[\(index)].host.maximumErrorSeconds: is negative" }
        }
        for (index, observation) in self.observations.enumerated() {
            let place = "observations[\(index)]"
            guard serials.contains(observation.serialNumber) else { return "\(place).serialNumber: not in tokens" }
            guard self.sessions.indices.contains(observation.session) else {
                return "\(place).session: not in sessions"
            }
            guard self.clockObservation(observation) != nil else { return "\(place).steps: none, or one out of range" }
        }
        for (index, finding) in self.findings.enumerated() {
            let place = "findings[\(index)]"
            guard serials.contains(finding.serialNumber) else { return "\(place).serialNumber: not in tokens" }
            guard self.sessions.indices.contains(finding.session) else { return "\(place).session: not in sessions" }
            guard (1...10).contains(finding.position ?? 1) else { return "\(place).position: not 1 to 10" }
        }
        return nil
    }

    /// Serial numbers and their observations, in the order of their times.
    var observationsBySerialNumber: [String: [ClockObservation]] {
        Dictionary(grouping: self.observations, by: \.serialNumber).mapValues { seen in
            seen.compactMap(self.clockObservation).sorted { one, other in one.milliseconds < other.milliseconds }
        }
    }

    private func clockObservation(_ observation: Observation) -> ClockObservation? {
        ClockObservation(
            timing: observation.timing == .cued ? .cued : .typed,
            milliseconds: observation.at.milliseconds,
            steps: observation.steps,
            hostError: self.sessions[observation.session].host.errorOfObservations,
            session: observation.session
        )
    }
}

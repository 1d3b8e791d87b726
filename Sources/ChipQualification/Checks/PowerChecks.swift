import ChipConnections
import FIDOClient
import PCSCTransport
import TokenQuality

extension Check {
    /// A card whose reader takes its power away; at a USB port a person would have to.
    static let powerChecks: [Check] = [
        Check(
            CheckDescription(
                "N13",
                .card,
                clause: "ISO 7816-3, 6.2",
                "A warm and a cold reset return the same answer to reset",
                .minor
            ),
            on: .card
        ) { bed throws(CheckEnd) in
            let expected = bed.chip.place.answerToReset ?? []
            for (initialization, name) in [(CardInitialization.reset, "warm"), (.powerCycle, "cold")] {
                do throws(ChipFault) {
                    try await bed.chip.reset(initialization)
                    try await bed.chip.openAgain()
                } catch {
                    throw .connection(error)
                }
                let place = ChipPlaces.now().places.first { $0.isAtPlace(of: bed.chip.place) }
                let found = place?.answerToReset ?? []
                guard found == expected else {
                    return .failed(
                        expected: hexadecimal(expected),
                        found: "\(hexadecimal(found)) after a \(name) reset"
                    )
                }
            }
            bed.changes.poweredAt = .now
            return .passed(found: "the same bytes twice")
        },
        Check(
            CheckDescription(
                "G10",
                .assertions,
                clause: "6.2",
                "After a power cycle the credential is there, and the counter has not gone back",
                .critical,
                effect: .counter
            ),
            on: .card
        ) { bed throws(CheckEnd) in
            let before = try await bed.silentAssertion().assertion.authenticatorData.counter
            try await bed.powerCycle()
            let after = try await bed.silentAssertion().assertion.authenticatorData.counter
            guard after > before || (before == 0 && after == 0) else {
                return bed.failure(.counter, expected: "a counter above \(before)", found: "\(after)")
            }
            return .passed(found: "counter \(before), then \(after)")
        },
    ]
}

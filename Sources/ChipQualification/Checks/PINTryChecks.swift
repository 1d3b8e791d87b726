import FIDOClient
import FIDOMessages
import TokenQuality

extension Check {
    /// Wrong PINs: their tries, the block until a power cycle, and the block for good.
    static let pinTryChecks: [Check] = [
        Check(
            CheckDescription(
                "P06",
                .pin,
                clause: "6.5.5.7",
                "A wrong PIN costs one try, and the right one brings all back",
                .critical,
                effect: .pin
            )
        ) { bed throws(CheckEnd) in
            let pin = try await bed.verifiedPIN()
            let wrong = try bed.wrongPIN()
            try bed.willChange("sends a wrong PIN, which costs a try")
            let (answer, before, after) = try await bed.spendTry(on: wrong)
            guard case .refused(.pinInvalid) = answer else {
                return .failed(expected: "status 31 for a wrong PIN", found: answer.text)
            }
            guard after < before, before - after == 1 else {
                return .failed(expected: "one try fewer than \(before)", found: "\(after) tries")
            }
            let (right, _, restored) = try await bed.spendTry(on: pin)
            guard case .token = right else { return .failed(expected: "a PIN token", found: right.text) }
            return restored == 8
                ? .passed(found: "\(after) tries, then \(restored)")
                : .failed(expected: "8 tries after the right PIN", found: "\(restored) tries")
        },
        Check(
            CheckDescription(
                "P07",
                .pin,
                clause: "6.5.5.7",
                "Three wrong PINs block the PIN until a power cycle, and no try is spent then",
                .critical,
                effect: .pin
            )
        ) { bed throws(CheckEnd) in
            let pin = try await bed.verifiedPIN()
            let wrong = try bed.wrongPIN()
            guard try await bed.pinTries().count >= PINTryBudget.floor + 3 else {
                return .skipped(reason: "the token has too few PIN tries left")
            }
            for number in 1...3 {
                try bed.willChange("sends wrong PIN \(number) of 3, which costs a try")
                let (answer, before, after) = try await bed.spendTry(on: wrong)
                let expected: CTAP2StatusCode = number == 3 ? .pinAuthBlocked : .pinInvalid
                guard case .refused(expected) = answer else {
                    return .failed(
                        expected: "status \(hexadecimal([expected.rawValue])) for wrong PIN \(number)",
                        found: answer.text
                    )
                }
                guard after < before, before - after == 1 else {
                    return .failed(expected: "one try fewer than \(before)", found: "\(after) tries")
                }
            }
            for (each, name) in [(pin, "the right PIN"), (wrong, "a wrong PIN")] {
                try bed.willChange("sends \(name) to the blocked token, which must cost no try")
                let (answer, before, after) = try await bed.spendTry(on: each)
                guard case .refused(.pinAuthBlocked) = answer else {
                    return .failed(expected: "status 34 for \(name) while blocked", found: answer.text)
                }
                guard before == after else {
                    return .failed(expected: "\(before) tries, none spent while blocked", found: "\(after) tries")
                }
            }
            return .passed(found: "status 34, and no try spent while blocked")
        },
        Check(
            CheckDescription(
                "P08",
                .pin,
                clause: "6.5.5.7",
                "A power cycle ends the block, and the right PIN works",
                .major,
                effect: .pin
            )
        ) { bed throws(CheckEnd) in
            let pin = try await bed.verifiedPIN()
            try await bed.powerCycle()
            try bed.willChange("sends the right PIN")
            let (answer, _, after) = try await bed.spendTry(on: pin)
            guard case .token = answer else {
                return .failed(expected: "a PIN token after a power cycle", found: answer.text)
            }
            return after == 8
                ? .passed(found: "a PIN token, and 8 tries")
                : .failed(expected: "8 tries after the right PIN", found: "\(after) tries")
        },
        Check(
            CheckDescription(
                "P09",
                .pin,
                clause: "6.5.5.7",
                "Wrong PINs block the PIN for good when no try is left",
                .critical,
                effect: .reset,
                set: .full
            )
        ) { bed throws(CheckEnd) in
            guard bed.checks.contains("R03") else { return .skipped(reason: "needs the reset of R03 in the same run") }
            try await bed.requireChange(.reset)
            let pin = try await bed.verifiedPIN()
            let wrong = try bed.wrongPIN()
            // Made while the PIN still works: it tells this token from another one at the reset.
            _ = try await bed.witness()
            var (left, isBlocked) = try await bed.pinTries()
            guard left <= 8 else { return .failed(expected: "8 tries at most", found: "\(left) tries") }
            while left > 0 {
                if isBlocked { try await bed.powerCycle() }
                try bed.willChange("sends a wrong PIN with \(left) tries left; R03 resets the token")
                let (answer, before, after) = try await bed.spendTry(on: wrong, isFinal: true)
                guard case .refused(let status) = answer else {
                    return .failed(expected: "a refusal of a wrong PIN", found: answer.text)
                }
                guard after < before, before - after == 1 else {
                    return .failed(expected: "one try fewer than \(before)", found: "\(after) tries")
                }
                left = after
                let expected: [CTAP2StatusCode] = left == 0 ? [.pinBlocked] : [.pinInvalid, .pinAuthBlocked]
                guard expected.contains(status) else {
                    return .failed(
                        expected: "status \(expected.map { hexadecimal([$0.rawValue]) }.joined(separator: " or "))",
                        found: answer.text
                    )
                }
                isBlocked = status == .pinAuthBlocked
            }
            try await bed.powerCycle()
            let answer = try await bed.offer(pin, .getAssertion, rpID: TestBed.rpID)
            guard case .refused(.pinBlocked) = answer else {
                return .failed(expected: "status 32 for the right PIN, also after a power cycle", found: answer.text)
            }
            return .passed(found: "status 32, also after a power cycle")
        },
    ]
}

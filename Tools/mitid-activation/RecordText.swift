import ActivationHTTP
import Foundation
import HTTPService

/// Records as text for a person.
enum RecordText {
    static func lines(of authenticator: AuthenticatorAnswer) -> [String] {
        var lines = [
            "serial number  \(authenticator.serialNumber)",
            "kind           \(authenticator.kind)",
            "state          \(authenticator.state)",
        ]
        if let block = authenticator.block {
            lines.append("block          \(block.kind)\(block.until.map { ", until \($0)" } ?? "")")
        }
        if let userID = authenticator.userID { lines.append("holder         \(userID)") }
        if let activatedAt = authenticator.activatedAt { lines.append("activated      \(activatedAt)") }
        lines.append("imported       \(authenticator.importedAt)")
        if let validFrom = authenticator.validFrom { lines.append("valid from     \(validFrom)") }
        if let validUntil = authenticator.validUntil { lines.append("valid until    \(validUntil)") }
        let codes = "\(authenticator.digits) digits, HMAC-\(authenticator.algorithm)"
        if let timeStep = authenticator.timeStep {
            lines.append("codes          \(codes), a new one every \(timeStep)")
            lines.append("clock offset   \(authenticator.clockOffset ?? "out of bounds")")
        } else {
            lines.append("codes          \(codes), a new one at every press")
        }
        return lines
    }

    static func lines(of holder: HolderAnswer) -> [String] {
        var lines = [
            "user ID        \(holder.userID)",
            "added          \(holder.createdAt)",
        ]
        lines += Self.line("passwords", holder.attempts?.passwords)
        lines += Self.line("with a device", holder.attempts?.passwordsWithDevice)
        lines += Self.line("activations", holder.attempts?.activations)
        for authenticator in holder.authenticators {
            lines.append("")
            lines += Self.lines(of: authenticator)
        }
        if let chip = holder.chip { lines += [""] + Self.lines(of: chip) }
        if let request = holder.chipRequest {
            lines += [
                "",
                "chip asked for \(request.requestedAt)",
                "activatable    from \(request.activatableFrom) until \(request.activatableUntil)",
            ]
        }
        return lines
    }

    private static func line(_ name: String, _ count: HolderAttemptsAnswer.Count?) -> [String] {
        guard let count else { return [] }
        let label = name.padding(toLength: 15, withPad: " ", startingAt: 0)
        let wrong = "\(count.wrong) wrong in a row"
        return [label + (count.blockedUntil.map { "blocked until \($0)" } ?? wrong)]
    }

    private static func lines(of chip: ChipAnswer) -> [String] {
        var lines = [
            "chip           \(chip.credentialID)",
            "model          \(chip.aaguid), attestation \(chip.attestation)",
            "enrolled       \(chip.enrolledAt)",
            "signatures     \(chip.signatureCounter)",
        ]
        if let block = chip.block {
            lines.append("block          \(block.kind)\(block.until.map { ", until \($0)" } ?? "")")
        }
        return lines
    }
}

extension HolderAnswer {
    /// Shows the holder on standard output.
    func print(asJSON isJSON: Bool) {
        if isJSON {
            FileHandle.standardOutput.write(Data(JSONText.encode(self) + [0x0A]))
        } else {
            Swift.print(RecordText.lines(of: self).joined(separator: "\n"))
        }
    }
}

extension AuthenticatorAnswer {
    /// Shows the device on standard output.
    func print(asJSON isJSON: Bool) {
        if isJSON {
            FileHandle.standardOutput.write(Data(JSONText.encode(self) + [0x0A]))
        } else {
            Swift.print(RecordText.lines(of: self).joined(separator: "\n"))
        }
    }
}

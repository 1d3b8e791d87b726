import ArgumentParser
import CommandLineTool
import Foundation
import OTPCore

extension SerialNumber {
    /// The serial number that was typed.
    init(argument text: String) throws(UnusableInput) {
        do {
            self = try SerialNumber(text)
        } catch {
            throw UnusableInput("the serial number must be 1 to 64 letters, digits and -._:+")
        }
    }
}

extension ExitCode {
    /// Says that there is no such device: the answer is no.
    static func unknownDevice(_ serialNumber: SerialNumber) -> ExitCode {
        FileHandle.standardError.write(Data("mitid-activation: no device \(serialNumber.text)\n".utf8))
        return ExitCode(1)
    }
}

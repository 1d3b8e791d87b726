/// Why a saved state cannot be put back: no device can ever have been in it.
public enum DeviceStateError: Error, Equatable, Sendable {
    /// A clock drift, in ppm, outside ``RealTimeClock/driftRange``.
    case driftOutOfRange(Int32)
    /// More lightings left than a new battery has.
    case chargeAboveCapacity(UInt32)
    /// A battery of another capacity or low level than the profile's.
    case batteryOfAnotherProfile
    /// A code of another length than the profile's.
    case codeOfAnotherLength(digits: Int)
    /// Waiting for a counter to be stored that the profile does not have, or that is not the one before the counter.
    case unexpectedCommit(counter: UInt64)
    /// Waiting to show a code with an empty battery.
    case commitWithoutBattery
    /// A volume outside ``ReaderSettings/volumeRange``.
    case volumeOutOfRange(UInt8)
    /// A speed outside ``ReaderSettings/speedRange``.
    case speedOutOfRange(UInt8)
    /// A digit key above 9 that is held down.
    case unknownKeyHeld
}

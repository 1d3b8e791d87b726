/// What the authenticator and the card behind a device say.
enum DeviceEvent: Sendable {
    case reportSent([UInt8])
    case reportTaken
    case cardAnswered(CardAnswer)
}

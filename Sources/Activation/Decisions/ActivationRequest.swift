package import OTPCore

/// Who wants to activate which device, with what code; parsed once, at the door.
package struct ActivationRequest: Sendable {
    package let userID: UserID
    package let serialNumber: SerialNumber
    package let presented: PresentedCode

    package init(userID: UserID, serialNumber: SerialNumber, presented: PresentedCode) {
        self.userID = userID
        self.serialNumber = serialNumber
        self.presented = presented
    }
}

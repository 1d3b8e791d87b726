import CTAPHID
import CanonicalCBOR
import FIDOMessages

/// authenticatorConfig; CTAP 2.1, section 6.11.
extension Authenticator {
    /// The longest PIN, in code points; section 6.5.1.
    private static var maximumPINLength: UInt64 { 63 }

    mutating func authenticatorConfig(
        _ message: [UInt8],
        at now: Uptime
    ) throws(CTAP2StatusCode) -> AuthenticatorAction {
        guard self.profile.supportsConfig else { throw .invalidCommand }
        let request = try AuthenticatorConfigRequest(message)
        switch request.subcommand {
        case .enableEnterpriseAttestation where self.hasEnterpriseAttestation, .toggleAlwaysUv, .setMinPINLength: break
        default: throw .invalidParameter
        }
        // Section 6.11, step 3: without a PIN there is no token, and alwaysUv can be turned off all the same.
        if request.subcommand != .toggleAlwaysUv || self.hasPIN {
            try self.authorize(
                request.authorization,
                message: request.authenticatedMessage,
                permission: .authenticatorConfiguration,
                at: now
            )
        }
        var newState = self.state
        switch request.subcommand {
        case .enableEnterpriseAttestation:
            newState.isEnterpriseAttestationEnabled = true
        case .toggleAlwaysUv:
            newState.alwaysRequiresUserVerification.toggle()
        default:
            try self.setMinPINLength(request.parameters?.map, &newState)
        }
        return self.commit(newState, thenReply: [CTAP2StatusCode.success.rawValue])
    }

    /// Section 6.11.4.
    private mutating func setMinPINLength(
        _ parameters: CBORMap?,
        _ newState: inout AuthenticatorState
    ) throws(CTAP2StatusCode) {
        let wanted = try parameters?[1]?.unsignedParameter() ?? UInt64(self.state.minimumPINLength)
        let rpIDs = try parameters?[2]?.arrayParameter()
        let forcesChange = try parameters?[3]?.booleanParameter() ?? false
        // It never gets shorter but by a reset.
        guard wanted >= UInt64(self.state.minimumPINLength), wanted <= Self.maximumPINLength else {
            throw .pinPolicyViolation
        }
        guard !forcesChange || self.hasPIN else { throw .pinNotSet }
        newState.minimumPINLength = UInt8(truncatingIfNeeded: wanted)
        if let rpIDs {
            guard rpIDs.count <= self.profile.minimumPINLengthRPIDCapacity else { throw .keyStoreFull }
            newState.minimumPINLengthRPIDs = []
            for rpID in rpIDs {
                newState.minimumPINLengthRPIDs.append([UInt8](try rpID.textParameter()))
            }
        }
        let isTooShort = self.state.pin.map { UInt64($0.codePointCount) < wanted } ?? false
        if forcesChange || isTooShort {
            newState.mustChangePIN = true
            self.session.token = nil
        }
    }
}

package import FIDOMessages
package import ISO7816

/// Makes a credential by CTAP2, with or without a PIN, or by U2F; CTAP 2.1, sections 6.1 and 10.2.
///
/// A value without I/O: perform ``opening``, report each response, perform the step.
package struct CredentialCreation: Sendable {
    /// Next action of the caller.
    package enum Step: Sendable {
        /// Send this CTAP2 request and report its response with ``CredentialCreation/responseReceived(_:_:)``.
        case sendCTAP2([UInt8])
        /// Send this U2F command and report its response with ``CredentialCreation/responseReceived(_:)``.
        case sendU2F(CommandAPDU)
        /// Ask for a touch, pause, then send this U2F command again.
        case awaitUser(CommandAPDU)
        /// The credential. Final.
        case made(MadeCredential)
        /// A refusal, or a response that cannot be read. Final.
        case failed(Failure)
    }

    /// The reason why there is no credential.
    package enum Failure: Error, Equatable, Sendable {
        case ctap2(CallFault)
        case u2f(U2FFault)
        /// The request needs what U2F does not have: user verification, a discoverable credential, another algorithm.
        case notForU2F
        /// A PIN is set or asked for, and none is given.
        case pinRequired
        /// There is no PIN protocol that both sides know.
        case noPINProtocol
        case cryptographyFailed
    }

    private enum State: Sendable {
        case acquiring(PINTokenAcquisition)
        case making
        /// Asks for each excluded credential whether the token has it; the index of the one asked for.
        case excluding(Int)
        /// The user has to touch before the refusal, so that nobody learns of a credential silently.
        case excluded
        case registering
        case ended
    }

    private var call: MakeCredentialCall
    private let rpIDHash: [UInt8]
    private var state: State

    /// The first step.
    package let opening: Step

    /// - Parameters:
    ///   - call: The request, without an authorization.
    ///   - info: The response to getInfo; `nil` for a token that knows U2F only.
    ///   - pin: The PIN in UTF-8, if there is one.
    ///   - cryptography: For hashes and the PIN protocol.
    package init(
        _ call: MakeCredentialCall,
        info: AuthenticatorInfo?,
        pin: Span<UInt8>?,
        _ cryptography: some PINCryptography
    ) {
        self.call = call
        self.rpIDHash = cryptography.sha256(Array(call.rpID.utf8).span)
        let isVerified = call.options.userVerification == true
        guard let info else {
            guard !isVerified, call.options.discoverable != true, call.algorithms.contains(.es256) else {
                self.state = .ended
                self.opening = .failed(.notForU2F)
                return
            }
            (self.state, self.opening) = Self.next(after: nil, call, self.rpIDHash)
            return
        }
        guard let pin else {
            self.state = isVerified ? .ended : .making
            self.opening = isVerified ? .failed(.pinRequired) : .sendCTAP2(call.message)
            return
        }
        guard let pinProtocol = info.preferredPINProtocol else {
            self.state = .ended
            self.opening = .failed(.noPINProtocol)
            return
        }
        let acquisition = PINTokenAcquisition(
            pin: pin,
            pinProtocol,
            permissions: info.hasPermissions ? .makeCredential : nil,
            rpID: call.rpID,
            cryptography
        )
        // The PIN verifies the user: the option is for built-in methods.
        self.call.options.userVerification = nil
        self.state = .acquiring(acquisition)
        self.opening = .sendCTAP2(acquisition.opening)
    }

    /// The response to a CTAP2 request came.
    package mutating func responseReceived<Cryptography: PINCryptography>(
        _ payload: [UInt8],
        _ cryptography: inout Cryptography
    ) -> Step {
        switch self.state {
        case .acquiring(var acquisition):
            switch acquisition.responseReceived(payload, &cryptography) {
            case .send(let message):
                self.state = .acquiring(acquisition)
                return .sendCTAP2(message)
            case .acquired(var token):
                defer { token.wipe() }
                self.call.authorize(by: token, cryptography)
                self.state = .making
                return .sendCTAP2(self.call.message)
            case .failed(let fault): return self.fail(.ctap2(fault))
            case .cryptographyFailed: return self.fail(.cryptographyFailed)
            }
        case .making:
            self.state = .ended
            do throws(CallFault) {
                return .made(try self.call.answer(parsing: payload))
            } catch {
                return .failed(error == .refused(.pinRequired) ? .pinRequired : .ctap2(error))
            }
        case .excluding, .excluded, .registering, .ended:
            return self.fail(.ctap2(.emptyResponse))
        }
    }

    /// The response to a U2F command came.
    package mutating func responseReceived(_ response: ResponseAPDU) -> Step {
        switch self.state {
        case .excluding(let index):
            // Section 10.2: 6985 says that the key handle is the token's own.
            if response.statusWord == .conditionsNotSatisfied {
                self.state = .excluded
                return .sendU2F(Self.dummyRegistration)
            }
            let step: Step
            (self.state, step) = Self.next(after: index, self.call, self.rpIDHash)
            return step
        case .excluded:
            if response.statusWord == .conditionsNotSatisfied { return .awaitUser(Self.dummyRegistration) }
            return self.fail(.ctap2(.refused(.credentialExcluded)))
        case .registering:
            let register = Self.registration(self.call, self.rpIDHash)
            do throws(U2FFault) {
                let data = try register.answer(parsing: response)
                self.state = .ended
                guard let credential = try? data.credential(rpIDHash: self.rpIDHash) else {
                    return .failed(.u2f(.malformed))
                }
                return .made(credential)
            } catch .userMissing {
                return .awaitUser(register.command)
            } catch {
                return self.fail(.u2f(error))
            }
        case .acquiring, .making, .ended:
            return self.fail(.u2f(.malformed))
        }
    }

    /// A registration whose result is thrown away, only for its touch.
    private static var dummyRegistration: CommandAPDU {
        let zeros = [UInt8](repeating: 0, count: 32)
        return U2FRegisterCall(challengeParameter: zeros, applicationParameter: zeros).command
    }

    private static func registration(_ call: MakeCredentialCall, _ rpIDHash: [UInt8]) -> U2FRegisterCall {
        U2FRegisterCall(challengeParameter: call.clientDataHash, applicationParameter: rpIDHash)
    }

    /// The question about the next excluded credential that U2F could have made, or the registration.
    private static func next(
        after index: Int?,
        _ call: MakeCredentialCall,
        _ rpIDHash: [UInt8]
    ) -> (State, Step) {
        var index = index.map { $0 + 1 } ?? 0
        while index < call.excludeList.count {
            let question = U2FAuthenticateCall(
                challengeParameter: call.clientDataHash,
                applicationParameter: rpIDHash,
                keyHandle: call.excludeList[index],
                control: .checkOnly
            )
            if let question { return (.excluding(index), .sendU2F(question.command)) }
            index += 1
        }
        return (.registering, .sendU2F(Self.registration(call, rpIDHash).command))
    }

    private mutating func fail(_ failure: Failure) -> Step {
        self.state = .ended
        return .failed(failure)
    }
}

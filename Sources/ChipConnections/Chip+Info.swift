import CTAPHID
package import FIDOClient
import FIDOMessages
import ISO7816

extension Chip {
    /// The response to getInfo; `nil` for a token that knows U2F only.
    package func info() async throws(ChipFault) -> Result<AuthenticatorInfo, FIDOClient.CallFault>? {
        if case .usb(let identity) = self.identity,
            identity.channel?.information.capabilities.contains(.cbor) == false
        {
            return nil
        }
        do throws(ChipFault) {
            let answer = try await self.send(GetInfoCall(), within: .seconds(10)).answer
            return answer == .failure(.refused(.invalidCommand)) ? nil : answer
        } catch {
            switch error.cause {
            case .refused(.invalidCommand): return nil
            case .refusedByCard(.instructionNotSupported), .refusedByCard(.classNotSupported): return nil
            default: throw error
            }
        }
    }
}

extension Chip {
    /// The version text of U2F; `nil` for a token without it.
    package func u2fVersion() async throws(ChipFault) -> String? {
        if case .usb(let identity) = self.identity,
            identity.channel?.information.capabilities.contains(.nmsg) == true
        {
            return nil
        }
        do throws(ChipFault) {
            let answer = try await self.send(U2FVersionCall()).answer
            return try? answer.get()
        } catch {
            guard case .refused = error.cause else { throw error }
            return nil
        }
    }
}

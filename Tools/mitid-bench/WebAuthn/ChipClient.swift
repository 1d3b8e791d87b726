import ArgumentParser
import Bench
import CanonicalCBOR
import CommandLineTool
import Foundation

/// The platform's part of CTAP2 with one chip of a bench, CTAP 2.1, section 6.
struct ChipClient {
    private let bench: BenchClient
    private let serial: String

    private struct Request: Encodable {
        let command = "cbor"
        let data: String
    }

    private struct Answer: Decodable {
        let command: String
        let data: String
    }

    init(bench: BenchClient, _ serial: String) {
        self.bench = bench
        self.serial = serial
    }

    /// Sends a command byte and its parameters; the answer's map, or exit status 1 if the chip says no.
    func send(_ request: [UInt8]) async throws -> CBORMap {
        let data = try await self.bench.send(
            "POST",
            try BenchClient.path(of: self.serial, "/ctaphid"),
            json: Request(data: HexText.text(of: request))
        )
        guard let answer = try? JSONDecoder().decode(Answer.self, from: data),
            let bytes = HexText.bytes(of: answer.data)
        else { throw UnusableInput("what answers there is no bench, or one of another version") }
        guard answer.command == "cbor" else {
            throw UnusableInput("the chip does not speak CTAP2, or is busy with another request")
        }
        guard bytes.first == 0 else {
            FileHandle.standardError.write(Data("mitid-bench: the chip refused: \(CTAP2Words.status(bytes))\n".utf8))
            throw ExitCode(1)
        }
        guard let map = (try? CBORItem(parsing: bytes, from: 1))?.map else {
            throw UnusableInput("the chip's answer is not the CBOR of CTAP2")
        }
        return map
    }
}

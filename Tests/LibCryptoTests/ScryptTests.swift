import LibCrypto
import Testing

@Suite struct ScryptTests {
    struct Vector: Sendable, CustomTestStringConvertible {
        let password: String
        let salt: String
        let logN: Int
        let blockSize: Int
        let parallelization: Int
        let derived: String
        var testDescription: String { "\(self.password), N = 2^\(self.logN)" }
    }

    /// RFC 7914, section 12; the fourth, of 1 GiB, is above what this program is willing to spend.
    @Test(arguments: [
        Vector(
            password: "",
            salt: "",
            logN: 4,
            blockSize: 1,
            parallelization: 1,
            derived: "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442"
                + "fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906"
        ),
        Vector(
            password: "password",
            salt: "NaCl",
            logN: 10,
            blockSize: 8,
            parallelization: 16,
            derived: "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162"
                + "2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640"
        ),
        Vector(
            password: "pleaseletmein",
            salt: "SodiumChloride",
            logN: 14,
            blockSize: 8,
            parallelization: 1,
            derived: "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"
                + "d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887"
        ),
    ])
    func vectorsOfTheRFC(_ vector: Vector) throws {
        let cost = try #require(
            ScryptCost(logN: vector.logN, blockSize: vector.blockSize, parallelization: vector.parallelization)
        )
        let derived = try Scrypt.derive(
            from: [UInt8](vector.password.utf8).span,
            salt: [UInt8](vector.salt.utf8).span,
            cost: cost,
            count: 64
        )
        #expect(derived.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined() == vector.derived)
    }

    @Test(arguments: [(0, 8, 1), (21, 8, 1), (15, 0, 1), (15, 33, 1), (15, 8, 0), (15, 8, 17), (16, 1, 1), (19, 8, 1)])
    func aCostThatWouldExhaustTheMachineIsNone(logN: Int, blockSize: Int, parallelization: Int) {
        #expect(ScryptCost(logN: logN, blockSize: blockSize, parallelization: parallelization) == nil)
    }
}

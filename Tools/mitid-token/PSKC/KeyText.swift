import CommandLineTool
import LibCrypto

/// Keys as options and files give them.
enum KeyText {
    static func key(hex text: String, from source: String) throws(UnusableInput) -> SecretBytes {
        guard let key = SecretBytes(printedHex: text.utf8.span), key.count > 0 else {
            throw UnusableInput("\(source): not an even number of hexadecimal digits")
        }
        return key
    }
}

/// A container of one TOTP key, of which a test changes one thing.
struct SampleContainer {
    var prolog = #"<?xml version="1.0" encoding="UTF-8"?>"#
    var containerAttributes = #"Version="1.0" xmlns="urn:ietf:params:xml:ns:keyprov:pskc""#
    var head = ""
    var serialNumber = "<SerialNo>8470000001</SerialNo>"
    var device = ""
    var keyAttributes = #"Id="8470000001" Algorithm="urn:ietf:params:xml:ns:keyprov:pskc:totp""#
    var suite = "<Suite>HMAC-SHA256</Suite>"
    var responseFormat = #"<ResponseFormat Length="6" Encoding="DECIMAL"/>"#
    var secret = "<Secret><PlainValue>MTIzNDU2Nzg5MDEyMzQ1Njc4OTA=</PlainValue></Secret>"
    var data = "<Time><PlainValue>0</PlainValue></Time><TimeInterval><PlainValue>30</PlainValue></TimeInterval>"
    var policy = ""
    var afterPackage = ""

    /// The secret of RFC 4226, appendix D.
    static let secret = [UInt8]("12345678901234567890".utf8)

    /// A container without packages.
    static let empty = #"<KeyContainer Version="1.0" xmlns="urn:ietf:params:xml:ns:keyprov:pskc"/>"#

    var package: String {
        """
          <KeyPackage>
            <DeviceInfo>
              \(self.serialNumber)
              \(self.device)
            </DeviceInfo>
            <Key \(self.keyAttributes)>
              <AlgorithmParameters>\(self.suite)\(self.responseFormat)</AlgorithmParameters>
              <Data>\(self.secret)\(self.data)</Data>
              \(self.policy)
            </Key>
          </KeyPackage>
        """
    }

    var text: String {
        """
        \(self.prolog)
        <KeyContainer \(self.containerAttributes)>\(self.head)
        \(self.package)
        \(self.afterPackage)
        </KeyContainer>
        """
    }
}

import CExpat

extension PSKCError {
    /// What expat says of a document.
    init(_ code: XML_Error, at position: PSKCPosition) {
        switch code {
        case XML_ERROR_NO_ELEMENTS, XML_ERROR_UNCLOSED_TOKEN, XML_ERROR_PARTIAL_CHAR, XML_ERROR_UNCLOSED_CDATA_SECTION:
            self = .endsEarly(at: position)
        default:
            let reason = unsafe XML_ErrorString(code).map { text in unsafe String(cString: text) }
            self = .malformed(reason ?? "the XML parser failed", at: position)
        }
    }
}

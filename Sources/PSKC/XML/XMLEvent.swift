/// What the parser has found: the start of the document's element, or one whole child of it.
enum XMLEvent {
    case rootStarted(XMLElement)
    case child(XMLElement)
}

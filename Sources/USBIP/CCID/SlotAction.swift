/// What is to be done for a slot.
enum SlotAction {
    case answer(CCIDResponse)
    case command(CardCommand)
}

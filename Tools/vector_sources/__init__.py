"""Where the vectors come from: the tables of the RFCs, and cases made from them. See Tools/generate-vectors."""

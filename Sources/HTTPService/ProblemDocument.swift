import HTTPTypes

/// The JSON members of a problem, RFC 9457, section 3.1.
struct ProblemDocument: Encodable {
    let problem: Problem

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: MemberName.self)
        for (name, value) in self.problem.members {
            try container.encode(value, forKey: MemberName(name))
        }
        try container.encode("urn:mitid-tokens:problem:\(self.problem.name)", forKey: MemberName("type"))
        try container.encode(self.problem.title, forKey: MemberName("title"))
        try container.encode(self.problem.status.code, forKey: MemberName("status"))
        try container.encode(self.problem.detail, forKey: MemberName("detail"))
    }
}

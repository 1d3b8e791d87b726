"""The envelope of a vector file, and how it is written: readable head, one test on each line."""

import json


class File:
    """One vector file: groups of tests, numbered in the order they are added."""

    def __init__(self, name, subject, schema, notes):
        self.name = name
        self.subject = subject
        self.schema = schema
        self.notes = notes
        self.groups = []
        self.count = 0

    def group(self, source, **parameters):
        self.groups.append({"source": source, **parameters, "tests": []})

    def test(self, comment, result="valid", **members):
        self.count += 1
        expect = {"expect": members.pop("expect")} if "expect" in members else {}
        test = {"tcId": self.count, "comment": comment, **members, "result": result, **expect}
        self.groups[-1]["tests"].append(test)

    def invalid(self, comment, expect, **members):
        self.test(comment, result="invalid", **members, expect=expect)

    def text(self):
        """The file's text: readable head, one test on each line."""

        def inline(value):
            return json.dumps(value, ensure_ascii=True)

        lines = ["{"]
        lines.append(f'  "subject": {inline(self.subject)},')
        lines.append(f'  "schema": {inline(self.schema)},')
        lines.append(f'  "numberOfTests": {self.count},')
        lines.append('  "notes": {')
        lines.append(",\n".join(f"    {inline(k)}: {inline(v)}" for k, v in self.notes.items()))
        lines.append("  },")
        lines.append('  "testGroups": [')
        groups = []
        for group in self.groups:
            head = [f"      {inline(k)}: {inline(v)}," for k, v in group.items() if k != "tests"]
            tests = ",\n".join("        " + inline(test) for test in group["tests"])
            groups.append("    {\n" + "\n".join(head) + '\n      "tests": [\n' + tests + "\n      ]\n    }")
        lines.append(",\n".join(groups))
        lines.append("  ]")
        lines.append("}")
        return "\n".join(lines) + "\n"


FILES = []


def vector_file(name, subject, schema, **notes):
    made = File(name, subject, schema, notes)
    FILES.append(made)
    return made

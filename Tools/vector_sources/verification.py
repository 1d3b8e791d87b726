"""Verification: look-ahead (RFC 4226, section 7.2) and look-around (RFC 6238, section 5.2)."""

from .codes import COMPUTED, DECIMAL_NOTE, KEY_20, first_counters, hotp
from .envelope import vector_file


def collision(distance, secret=KEY_20, start=0, between=lambda low, code: True):
    """The first counter of two, `distance` apart, that have one code."""
    recent = []
    counter = start
    while True:
        code = hotp(secret, counter)
        recent.append(code)
        low = counter - distance
        if low >= start and recent[low - start] == code and between(low, code):
            return low
        counter += 1


def verification_files():
    refusal = "`noMatch`: no step of the window that is later than `after` has this code."
    rules = (
        "Of several steps with the same code the one nearest to the expected step matches; of two equally near ones the "
        "past one."
    )
    file = vector_file(
        "totp-verification_sha1_6_test",
        "TOTP verification with a look-around window, after the last accepted step",
        "totp-verification.schema.json",
        numbers=DECIMAL_NOTE,
        refusal=refusal,
        rules=rules,
        after="`after` is the last accepted step: that step and every earlier one are refused (RFC 6238, section 5.2).",
    )

    def code(step, digits=6):
        return hotp(KEY_20, step, "sha1", digits)

    def group(title, behind, ahead, digits=6):
        file.group(
            f"{title}, {COMPUTED}",
            algorithm="sha1",
            digits=digits,
            secret=KEY_20.hex(),
            window={"behind": behind, "ahead": ahead},
        )

    def check(comment, step, given, after=None, digits=6):
        """Adds a test whose outcome follows from the rules, by trying every step of the window."""
        window = file.groups[-1]["window"]
        low = max(0, step - window["behind"])
        high = min(2**64 - 1, step + window["ahead"])
        if after is not None:
            low = max(low, after + 1)
        matches = [s for s in range(low, high + 1) if code(s, digits) == given]
        members = {"step": str(step), "code": given}
        if after is not None:
            members["after"] = str(after)
        if matches:
            best = min(matches, key=lambda s: (abs(s - step), s > step))
            file.test(comment, **members, matchingStep=str(best))
        else:
            file.invalid(comment, "noMatch", **members)

    here = 59844960
    group("edges of the window", 2, 1)
    check("the expected step", here, code(here))
    check("one behind", here, code(here - 1))
    check("two behind, the edge", here, code(here - 2))
    check("three behind, outside", here, code(here - 3))
    check("one ahead, the edge", here, code(here + 1))
    check("two ahead, outside", here, code(here + 2))
    wrong = str((int(code(here)) + 1) % 10**6).zfill(6)
    check("one off in the last digit", here, wrong)
    check("first digit wrong", here, str((int(code(here)[0]) + 1) % 10) + code(here)[1:])
    check("two digits swapped", here, code(here)[1] + code(here)[0] + code(here)[2:])
    check("seven digits where six are due", here, "0" + code(here))
    check("eight digits, the last six of which are right", here, code(here, 8))

    group("no window", 0, 0)
    check("the expected step", here, code(here))
    check("one behind", here, code(here - 1))
    check("one ahead", here, code(here + 1))

    group("only behind", 3, 0)
    check("three behind", here, code(here - 3))
    check("one ahead", here, code(here + 1))
    group("only ahead", 0, 3)
    check("three ahead", here, code(here + 3))
    check("one behind", here, code(here - 1))

    group("a code is accepted once", 2, 2)
    check("nothing accepted yet", here, code(here))
    check("the same step again", here, code(here), after=here)
    check("the step before the last accepted one", here, code(here - 1), after=here)
    check("the step after the last accepted one", here, code(here + 1), after=here)
    check("the last accepted step is one behind", here, code(here), after=here - 1)
    check("the last accepted step lies before the window", here, code(here - 2), after=here - 3)
    check("the last accepted step is the edge behind", here, code(here - 2), after=here - 2)
    check("the last accepted step is the edge ahead", here, code(here + 2), after=here + 2)
    check("the last accepted step lies past the window", here, code(here + 2), after=here + 100)
    check("nothing is later than the greatest step", here, code(here), after=2**64 - 1)
    check("step 0 accepted, step 1 due", 1, code(1), after=0)
    check("step 0 accepted, step 0 again", 0, code(0), after=0)

    group("first and last steps there are", 3, 3)
    check("step 0", 0, code(0))
    check("step 3 seen from 0", 0, code(3))
    check("step 4 seen from 0", 0, code(4))
    check("step 0 seen from 2", 2, code(0))
    check("the step before 0 would wrap around", 0, code(2**64 - 1))
    check("the greatest step", 2**64 - 1, code(2**64 - 1))
    check("the greatest step from three before", 2**64 - 4, code(2**64 - 1))
    check("the greatest step from four before", 2**64 - 5, code(2**64 - 1))
    check("three before the greatest step", 2**64 - 1, code(2**64 - 4))
    check("the step after the greatest would wrap around", 2**64 - 1, code(0))
    check("the greatest step again", 2**64 - 1, code(2**64 - 1), after=2**64 - 1)
    check("the greatest step after the one before", 2**64 - 1, code(2**64 - 1), after=2**64 - 2)

    group("leading zeros", 1, 1)
    for step in first_counters(lambda c: code(c).startswith("00"), 3):
        check("two zeros in front", step, code(step))
        check("the same number without them", step, code(step).lstrip("0"))
    low = first_counters(lambda c: code(c).startswith("0") and not code(c).startswith("00"), 1)[0]
    check("one zero in front", low, code(low))

    group("two steps of the window have one code", 8, 8)
    low = collision(3)
    check("the past one is nearer", low + 1, code(low))
    check("the future one is nearer", low + 2, code(low))
    check("both in the past", low + 4, code(low))
    check("both in the future", low - 1, code(low))
    check("the nearer one was accepted already", low + 1, code(low), after=low)
    check("both were accepted already", low + 3, code(low), after=low + 3)
    low = collision(2)
    check("equally near: the past one", low + 1, code(low))
    check("equally near, the past one accepted already", low + 1, code(low), after=low)
    low = collision(8)
    check("equally near, four steps away: the past one", low + 4, code(low))
    check("the expected step itself", low, code(low))

    group("a window sized for years in a box", 100, 100)
    check("eight behind", here, code(here - 8))
    check("a hundred ahead", here, code(here + 100))
    check("a hundred and one behind", here, code(here - 101))

    file = vector_file(
        "hotp-verification_sha1_6_test",
        "HOTP verification with a look-ahead window",
        "hotp-verification.schema.json",
        numbers=DECIMAL_NOTE,
        refusal="`noMatch`: none of the counters from `counter` to `counter` + `lookAhead` has this code.",
        rules="Of several counters with the same code the lowest matches (RFC 4226, section 7.4).",
    )

    def look_ahead(title, window):
        file.group(
            f"{title}, {COMPUTED}", algorithm="sha1", digits=6, secret=KEY_20.hex(), lookAhead=window
        )

    def expect(comment, counter, given):
        high = min(2**64 - 1, counter + file.groups[-1]["lookAhead"])
        matches = [c for c in range(counter, high + 1) if code(c) == given]
        if matches:
            file.test(comment, counter=str(counter), code=given, matchingCounter=str(matches[0]))
        else:
            file.invalid(comment, "noMatch", counter=str(counter), code=given)

    look_ahead("edges of the window", 3)
    expect("the expected counter", 5, code(5))
    expect("one press too many", 5, code(6))
    expect("three presses too many, the edge", 5, code(8))
    expect("four presses too many, outside", 5, code(9))
    expect("the counter before is never looked at", 5, code(4))
    expect("wrong in the last digit", 5, code(5)[:5] + str((int(code(5)[5]) + 1) % 10))
    expect("seven digits where six are due", 5, "0" + code(5))
    look_ahead("no window", 0)
    expect("the expected counter", 0, code(0))
    expect("the next one", 0, code(1))
    look_ahead("last counters there are", 10)
    expect("the greatest counter", 2**64 - 1, code(2**64 - 1))
    expect("the greatest counter, the window cut short", 2**64 - 4, code(2**64 - 1))
    expect("no wrapping around to 0", 2**64 - 1, code(0))
    expect("nor to 5", 2**64 - 4, code(5))
    look_ahead("leading zeros", 1)
    for counter in first_counters(lambda c: code(c).startswith("00"), 2):
        expect("two zeros in front", counter, code(counter))
        expect("the same number without them", counter, code(counter).lstrip("0"))
    look_ahead("two counters of the window have one code", 8)
    low = collision(3)
    expect("the lower one", low - 1, code(low))
    expect("the lower one is the expected counter", low, code(low))
    expect("only the higher one is left", low + 1, code(low))

"""A login with a code display, tested."""


def login(activation, user_id, code):
    return activation.send("POST", "/v1/verifications", {"userID": user_id, "code": code})


def test_the_code_on_the_display_is_accepted(activation, display):
    status, answer = login(activation, display.user_id, display.press())
    assert (status, answer["accepted"]) == (200, True)


def test_a_code_counts_once(activation, display):
    code = display.press()
    assert login(activation, display.user_id, code)[0] == 200
    status, answer = login(activation, display.user_id, code)
    assert (status, answer["type"]) == (403, "urn:mitid-tokens:problem:code-refused")


def test_the_next_code_is_accepted_a_time_step_later(activation, display):
    assert login(activation, display.user_id, display.press())[0] == 200
    display.wait()
    assert login(activation, display.user_id, display.press())[0] == 200


def test_a_wrong_code_is_refused_and_the_right_one_still_accepted(activation, display):
    code = display.press()
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    assert login(activation, display.user_id, wrong)[0] == 403
    assert login(activation, display.user_id, code)[0] == 200


def test_a_clock_that_ran_away_is_brought_back_by_two_codes(bench, activation, display):
    bench.send("PUT", f"/v1/devices/{display.serial}/clock", {"offset": "PT20M"})
    assert login(activation, display.user_id, display.press())[0] == 403
    codes = []
    for _ in range(2):
        display.wait()
        codes.append(display.press())
    path = f"/v1/authenticators/{display.serial}/resynchronization"
    assert activation.send("POST", path, {"codes": codes})[0] == 200
    display.wait()
    assert login(activation, display.user_id, display.press())[0] == 200

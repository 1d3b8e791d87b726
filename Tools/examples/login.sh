#!/usr/bin/env bash
#
# A login with a code display, from the box to the second login; see README.md beside it.

set -euo pipefail

bench=${MITID_BENCH:-http://127.0.0.1:8470}
activation=${MITID_ACTIVATION:-http://127.0.0.1:8471}
user=anna-$RANDOM$RANDOM

send() {
    curl --silent --show-error "$@"
}

# Presses the button and reads the screen.
code() {
    send --output /dev/null --request POST "$bench/v1/devices/$serial/buttons/main"
    send "$bench/v1/devices/$serial/display" | jq --raw-output .text
}

# The bench's clock may have been moved by an earlier run.
send --output /dev/null --request PUT "$bench/v1/clock" --data "{\"now\":\"$(date --utc +%FT%TZ)\",\"run\":true}"
serial=$(send "$bench/v1/devices" --data '{"kind":"code-display"}' | jq --raw-output .serialNumber)
echo "Device $serial"

# The maker's file, and an activated device.
send "$bench/v1/pskc?serial=$serial" |
    send --output /dev/null "$activation/v1/imports" --header 'Content-Type: application/pskc+xml' --data-binary @-
send --output /dev/null "$activation/v1/users" --data "{\"userID\":\"$user\",\"password\":\"a good password\"}"
first=$(code)
send "$activation/v1/activations" \
    --data "{\"userID\":\"$user\",\"password\":\"a good password\",\"serialNumber\":\"$serial\",\"code\":\"$first\"}" |
    jq --compact-output '{amr, assuranceLevel}'

# A login one time step later, and the same code once more.
send --output /dev/null --request PUT "$bench/v1/clock" --data '{"advance":"PT31S"}'
second=$(code)
login() {
    send --output /dev/null --write-out '%{http_code}\n' "$activation/v1/verifications" \
        --data "{\"userID\":\"$user\",\"code\":\"$1\"}"
}
echo "Login with $second: $(login "$second")"
echo "The same again:    $(login "$second")"

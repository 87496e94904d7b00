#!/usr/bin/env bash
# Scans every TLS listener as it is shipped. See scripts/tls-scan.sh --help.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=scripts/common.sh
. "$root/scripts/common.sh"

if [[ $# -gt 0 ]]; then
    cat <<'HELP'
Usage: scripts/tls-scan.sh

Starts headquarters behind https, Mosquitto with the files of deploy/broker and a gateway with its own https page, and has Debian's sslscan look at each door:
protocols, ciphers, key exchange, compression, renegotiation, Heartbleed, certificates. Exit 1 where anything older than TLS 1.2, a cipher without forward
secrecy or authenticated encryption, compression, insecure renegotiation or a weak key is offered. Build first: ./run --build-only.
HELP
    [[ $1 == --help ]] && exit 0 || exit 2
fi

work=$(mktemp -d)
# shellcheck source=scripts/joined-parts.sh
. "$root/scripts/joined-parts.sh"
headquarters_program=${HEADQUARTERS:-$headquarters_program}
gateway_program=${GATEWAY:-$root/artifacts/publish/edge-gateway/edge-gateway}
[[ -x "$headquarters_program" && -x "$gateway_program" ]] || fail "There is no $headquarters_program or no $gateway_program: run ./run --build-only first."
need_packages mosquitto sslscan openssl jq curl libxml2-utils
trap 'end_headquarters; rm -rf "$work"' EXIT

start_headquarters store-1 || fail "Headquarters did not start."
fleet="$work/headquarters/fleet"
mkdir -p "$work/gateway"
cat >"$work/gateway.json" <<JSON
{ "store": "store-1", "gateway": "gw-1", "dataFolder": "$work/gateway", "uplink": { "host": "127.0.0.1", "port": 9 },
  "console": { "url": "http://127.0.0.1:8085", "secureUrl": "https://127.0.0.1:8444", "hosts": ["gateway.lan"] } }
JSON
part "$work/gateway.log" "$gateway_program" run --config "$work/gateway.json"

# opens PORT: until something listens there.
opens() {
    for _ in $(seq 150); do
        ! bash -c ": >/dev/tcp/127.0.0.1/$1" 2>/dev/null || return 0
        sleep 0.2
    done
    return 1
}
opens 8444 || { tail -n 20 "$work/gateway.log" && fail "The gateway's https page did not open."; }

# says XPATH FILE: what the scanner's XML says there.
says() { xmllint --xpath "$1" "$2" 2>/dev/null || true; }

bad=0
wrong() {
    echo "  WRONG $*"
    bad=1
}

# scan NAME PORT ARGUMENT...: what the scanner says of a door, held to what may be offered.
scan() {
    local name=$1 port=$2 xml="$work/$2.xml" protocol ciphers cipher
    shift 2
    sslscan --no-colour --xml="$xml" "$@" "127.0.0.1:$port" >"$work/$port.txt" 2>&1 || fail "sslscan failed at $name: $(tail -n 3 "$work/$port.txt")"
    mapfile -t ciphers < <(says '//cipher[@status="accepted" or @status="preferred"]/@cipher' "$xml" | grep -o '"[^"]*"' | tr -d '"' | sort -u)
    echo "$name: $(says '//protocol[@enabled="1"]' "$xml" | grep -o 'type="[^"]*" version="[^"]*"' | sed 's/type="ssl"/SSL/; s/type="tls"/TLS/; s/version=//; s/"//g' | paste -sd, ); ${#ciphers[@]} ciphers: ${ciphers[*]}"
    [[ ${#ciphers[@]} -gt 0 ]] || wrong "no cipher was offered: the scan saw nothing"
    for protocol in 'ssl" and @version="2' 'ssl" and @version="3' 'tls" and @version="1.0' 'tls" and @version="1.1'; do
        [[ -z $(says "//protocol[@type=\"$protocol\" and @enabled=\"1\"]" "$xml") ]] || wrong "old protocol: $protocol"
    done
    for cipher in "${ciphers[@]}"; do
        [[ $cipher =~ ^(TLS_(AES|CHACHA20)|ECDHE-|DHE-) && $cipher =~ (GCM|CCM|POLY1305) ]] || wrong "cipher without forward secrecy or authenticated encryption: $cipher"
    done
    [[ -z $(says '//compression[@supported="1"]' "$xml") ]] || wrong "compression"
    [[ -z $(says '//renegotiation[@supported="1" and @secure="0"]' "$xml") ]] || wrong "insecure renegotiation"
    [[ -z $(says '//heartbleed[@vulnerable="1"]' "$xml") ]] || wrong "Heartbleed"
    [[ -z $(says '//group[@bits < 112]' "$xml") ]] || wrong "a key exchange of less than 112 bits"
    # sslscan tells an elliptic key's strength, and another's length.
    local kind bits
    kind=$(says 'string(//certificate/pk/@type)' "$xml") bits=$(says 'string(//certificate/pk/@bits)' "$xml")
    [[ ($kind == EC && $bits -ge 128) || ($kind == RSA && $bits -ge 2048) ]] || wrong "a weak key: $kind $bits"
    [[ $(says 'string(//certificate/signature-algorithm)' "$xml") != *[sS][hH][aA]1* ]] || wrong "a certificate signed with SHA-1"
}

scan "headquarters' https" 8443
scan "Mosquitto, the gateways' door" 8883 --certs="$fleet/headquarters.pem" --pk="$fleet/headquarters.key"
scan "Mosquitto, headquarters' door" 8884 --certs="$fleet/headquarters.pem" --pk="$fleet/headquarters.key"
scan "the gateway's https page for staff" 8444
exit "$bad"

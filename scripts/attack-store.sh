#!/usr/bin/env bash
# An attacker with everything that store A has, against store B. See scripts/attack-store.sh --help.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=scripts/common.sh
. "$root/scripts/common.sh"

case ${1:-} in
    "") ;;
    *)
        cat <<'HELP'
Usage: scripts/attack-store.sh

Starts headquarters behind https and Mosquitto with the files of deploy/broker, lets the gateways of three stores join, and tries with the certificate
of store A's gateway and the keys of store A's people and tills whatever there is: every endpoint of headquarters on store B's things, and every topic of store
B's gateway. Prints how much was tried and how much succeeded; exit 1 where anything did. Build first: ./run --build-only.
HELP
        [[ ${1:-} == --help ]] && exit 0 || exit 2
        ;;
esac

work=$(mktemp -d)
# shellcheck source=scripts/joined-parts.sh
. "$root/scripts/joined-parts.sh"
headquarters_program=${HEADQUARTERS:-$headquarters_program}
[[ -x "$headquarters_program" ]] || fail "There is no $headquarters_program: run ./run --build-only first."
need_packages mosquitto mosquitto-clients openssl jq curl

clients=()
finish() {
    local client
    # A client is the child of the shell that started it.
    for client in ${clients[@]+"${clients[@]}"}; do
        pkill -P "$client" 2>/dev/null || true
        kill "$client" 2>/dev/null || true
    done
    end_headquarters
    rm -rf "$work"
}
trap finish EXIT

start_headquarters store-a store-b store-c || fail "Headquarters did not start."
folder="$work/headquarters"

# join STORE GATEWAY: the gateway's key and certificate, as a box gets them.
join() {
    local code answer
    code=$(asked -H "Content-Type: application/json" -d "{\"store\":\"$1\",\"gateway\":\"$2\"}" "$headquarters_url/api/join-codes" | jq -er .code)
    openssl ecparam -name prime256v1 -genkey -noout 2>/dev/null | openssl pkcs8 -topk8 -nocrypt -out "$work/$2.key"
    openssl req -new -key "$work/$2.key" -subj "/CN=$2" -out "$work/$2.csr" 2>/dev/null
    answer=$(jq -n --arg code "$code" --rawfile request "$work/$2.csr" '{code: $code, request: $request}' |
        curl -fsS --max-time 10 --cacert "$folder/fleet/services.pem" -H "Content-Type: application/json" -d @- "$headquarters_url/api/join")
    jq -er .certificate <<<"$answer" >"$work/$2.pem"
    jq -er .shard <<<"$answer" >"$work/$2.shard"
}
join store-a gw-a
join store-b gw-b
join store-c gw-c

key() { "$headquarters_program" token create --config "$folder/headquarters.json" --name "$1" --role "$2" "${@:3}" 2>/dev/null | tail -n 1; }
jq -n --arg admin "$(sed 's/.*Bearer //' "$folder/token")" --arg managerA "$(key a1 manager --store store-a)" --arg associateA "$(key a2 associate --store store-a)" \
    --arg tillA "$(key a3 till --store store-a)" --arg managerB "$(key b1 manager --store store-b)" '$ARGS.named' >"$work/keys.json"
bad=0
NODE_EXTRA_CA_CERTS="$folder/fleet/services.pem" node "$root/scripts/attack-store.mjs" "$headquarters_url" "$root/Cloud/Web/openapi.json" "$work/keys.json" || bad=1

# shellcheck source=scripts/attack-topics.sh
. "$root/scripts/attack-topics.sh"
attack_topics || bad=1
exit "$bad"

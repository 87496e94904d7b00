#!/usr/bin/env bash
# A fleet storm on this machine: thousands of gateways against Mosquitto, headquarters and PostgreSQL, while one after the other fails. See --help.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=scripts/common.sh
. "$root/scripts/common.sh"

usage() {
    cat <<'HELP'
Usage: scripts/fleet-storm.sh [OPTION]...    (after ./run --build-only)

Starts a private PostgreSQL, Mosquitto as deploy/broker has it but without TLS, headquarters, and `simulators fleet`; then, one after the other:
steady load, broker killed, broker stopped for ten seconds, headquarters killed, headquarters stopped for ten seconds, half the stores without network
for an hour's worth of events. Asks headquarters' pages all the while, compares every store's own account with headquarters' books, and prints a table.
Exit 1 where anything is lost, doubled or not back.

  --stores N         so many stores (5000)
  --rate R           events a minute at each (6)
  --steady S         seconds of steady load (120)
  --cut S            seconds without network, in which the stores make the events of an hour (120)
  --spread S         seconds over which a store's first attempt after a lost connection is spread (0: as the uplink does it)
  --folder DIR       work here and keep it; on a disk, for PostgreSQL's fsync is part of it
  --programs DIR     the published programs (artifacts/publish)
HELP
}

stores=5000 rate=6 steady=120 cut=120 spread=0 folder="" programs=$root/artifacts/publish
while [[ $# -gt 0 ]]; do
    case $1 in
        -h | --help)
            usage
            exit 0
            ;;
        --stores | --rate | --steady | --cut | --spread | --folder | --programs)
            [[ $# -gt 1 ]] || fail "$1 needs a value. See --help."
            declare "${1#--}=$2"
            shift
            ;;
        *) fail "unknown option $1. See --help." ;;
    esac
    shift
done
[[ $stores =~ ^[0-9]+$ && $stores -ge 2 && $stores -le 20000 ]] || fail "--stores is $stores; expected 2 to 20000."
have psql jq curl setpriv mosquitto_passwd || fail "psql, jq, curl, setpriv and mosquitto_passwd are needed (Debian: postgresql-15 jq curl util-linux mosquitto)."
for program in headquarters simulators; do
    [[ -x $programs/$program/$program ]] || fail "$programs/$program/$program is not there; run ./run --build-only first."
done
[[ $(ulimit -n) -ge $((stores + 500)) ]] || ulimit -n $((stores + 500)) || fail "Each store needs a file descriptor here and at the broker; ulimit -n is $(ulimit -n)."
if [[ -n $folder ]]; then
    mkdir -p "$folder"
    [[ -z $(ls -A "$folder") ]] || fail "The folder $folder is not empty."
    folder=$(cd "$folder" && pwd)
else
    folder=$(mktemp -d)
    # PostgreSQL and the broker have users of their own, who must come through.
    chmod 711 "$folder"
fi

# shellcheck source=scripts/fleet-parts.sh
. "$root/scripts/fleet-parts.sh"
trap end_all EXIT
measured=(mosquitto headquarters postgres fleet)

new_cluster postgres
run_cluster postgres
ask "CREATE DATABASE headquarters" postgres
connection="Host=127.0.0.1;Port=${port[postgres]};Username=edge;Database=headquarters;Maximum Pool Size=40"

# The schema comes with headquarters' first start, the broker's users with the stores: so headquarters starts before its broker, as it may.
port[mosquitto]=0
touch "$folder/headquarters.password"
new_headquarters headquarters 1 "$connection"
run_headquarters headquarters
register
end headquarters TERM
new_broker
run_broker
new_headquarters headquarters "${port[services]}" "$connection"
run_headquarters headquarters
umask 077
echo "Authorization: Bearer $("$programs/headquarters/headquarters" token create --config "$folder/headquarters.json" --name storm --role admin 2>/dev/null | tail -n 1)" >"$folder/token"
touch "$folder/fleet.jsonl" "$folder/pages.log"
watch_pages "$folder/token" "${port[headquarters]}" &
helpers+=($!)

table_head
patience=600
begin_phase "all stores come up within 20 s"
run_fleet --broker "127.0.0.1:${port[mosquitto]}" --rate "$rate" --spread "$spread" --ramp 20
until_true 60 "the fleet speaks" test -s "$folder/fleet.jsonl"
time_back "$phase_from"
end_phase "$online_after" "$drained_after"

begin_phase "steady"
sleep "$steady"
end_phase - -

# settle: what a fault left behind does not count for the next.
settle() { sleep 10; }

begin_phase "broker: kill -9, started at once"
end mosquitto KILL
run_broker
sleep 2
time_back "$phase_from"
settle
end_phase "$online_after" "$drained_after"

begin_phase "broker: stopped for 10 s"
end mosquitto TERM
sleep 10
run_broker
time_back "$phase_from"
settle
end_phase "$online_after" "$drained_after"

begin_phase "headquarters: kill -9, started at once"
end headquarters KILL
run_headquarters headquarters
time_back "$phase_from"
settle
end_phase "$online_after" "$drained_after"

begin_phase "headquarters: stopped for 10 s"
end headquarters TERM
sleep 10
run_headquarters headquarters
time_back "$phase_from"
settle
end_phase "$online_after" "$drained_after"

begin_phase "half the stores without network, an hour's events in $cut s"
tell "cut 50 $(awk -v c="$cut" 'BEGIN { printf "%.3f", 3600 / c }')"
sleep "$cut"
end_phase - -
begin_phase "network back"
tell heal
sleep 2
time_back "$phase_from"
settle
end_phase "$online_after" "$drained_after"

tell close
begin_phase "no more events"
until_true 120 "nothing waits" nothing_waits
until_true 60 "headquarters shows all online" all_shown
end_phase - -

books=right
check_books || books=wrong
cat "$folder/table.md"
echo
head -n 1 "$folder/books.txt"
echo "back: $(tail -n 1 "$folder/fleet.jsonl" | jq -r '"replays \(.replays), timeouts \(.timeouts), signs of life \(.signs), batches \(.batches)"'); load $(cut -d' ' -f1-3 /proc/loadavg)"
[[ $books == right ]]

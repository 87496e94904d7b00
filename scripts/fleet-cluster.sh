#!/usr/bin/env bash
# A fleet against clustered engines on this machine: two ejabberd, two nodes of headquarters, two PostgreSQL under Patroni; one of each killed in turn.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=scripts/common.sh
. "$root/scripts/common.sh"

usage() {
    cat <<'HELP'
Usage: scripts/fleet-cluster.sh [OPTION]...    (after ./run --build-only)

Starts what deploy/cluster configures, on 127.0.0.1 and 127.0.0.2 with private ports: ejabberd twice as one MQTT 5 broker, PostgreSQL twice under Patroni
with etcd, HAProxy before both, two nodes of headquarters, and `simulators fleet`. Kills a broker, a node and the primary in turn, each started again
after a while; compares every store's own account with headquarters' books, and prints a table. Exit 1 where anything is lost, doubled or not back.

  --stores N         so many stores (500)
  --rate R           events a minute at each (6)
  --steady S         seconds of steady load (60)
  --down S           seconds that a killed part stays away (30)
  --spread S         seconds over which a store's first attempt after a lost connection is spread (0: as the uplink does it)
  --folder DIR       work here and keep it
  --programs DIR     the published programs (artifacts/publish)
HELP
}

stores=500 rate=6 steady=60 down=30 spread=0 folder="" programs=$root/artifacts/publish
while [[ $# -gt 0 ]]; do
    case $1 in
        -h | --help)
            usage
            exit 0
            ;;
        --stores | --rate | --steady | --down | --spread | --folder | --programs)
            [[ $# -gt 1 ]] || fail "$1 needs a value. See --help."
            declare "${1#--}=$2"
            shift
            ;;
        *) fail "unknown option $1. See --help." ;;
    esac
    shift
done
[[ $stores =~ ^[0-9]+$ && $stores -ge 2 && $stores -le 20000 ]] || fail "--stores is $stores; expected 2 to 20000."
have psql jq curl setpriv erl epmd haproxy patroni etcd mosquitto_pub ||
    fail "psql, jq, curl, erl, haproxy, patroni, etcd and mosquitto_pub are needed (Debian: postgresql-15 jq curl ejabberd haproxy patroni etcd-server mosquitto-clients)."
for program in headquarters simulators; do
    [[ -x $programs/$program/$program ]] || fail "$programs/$program/$program is not there; run ./run --build-only first."
done
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

end_cluster() {
    local server
    # Patroni's children outlive it: end them by the id they wrote themselves.
    for server in postgres-1 postgres-2; do
        end "$server" KILL
        [[ ! -f $folder/$server/data/postmaster.pid ]] || kill -INT "$(head -n 1 "$folder/$server/data/postmaster.pid")" 2>/dev/null || true
    done
    end_all
}
trap end_cluster EXIT
measured=(broker-1 broker-2 node-1 node-2 postgres-1 postgres-2 haproxy fleet)
for name in MQTT POSTGRES REST ETCD ETCD_PEER BROKERS PRIMARY EPMD; do
    port[$name]=$(free_port)
done
cookie=$(secret)
export ERL_EPMD_PORT=${port[EPMD]} ERL_LIBS=/usr/lib/x86_64-linux-gnu

# fill TEMPLATE TARGET KEY=VALUE...: the file as it is run.
fill() {
    local from=$1 to=$2 pair name script=()
    shift 2
    for pair in "$@"; do
        script+=(-e "s|@${pair%%=*}@|${pair#*=}|g")
    done
    for name in "${!port[@]}"; do
        script+=(-e "s|@$name@|${port[$name]}|g")
    done
    sed "${script[@]}" "$root/deploy/cluster/$from" >"$to"
}

run_server() {
    spawn "$1" HOME="$folder/$1" "${as_postgres[@]}" patroni "$folder/$1/patroni.yml"
}

run_ejabberd() {
    mkdir -p "$folder/$1"
    spawn "$1" EJABBERD_CONFIG_PATH="$folder/$1.yml" EJABBERD_LOG_PATH="$folder/$1/ejabberd.log" HOME="$folder" \
        erl -noinput -sname "$1@localhost" -setcookie "$cookie" -mnesia dir "\"$folder/$1\"" -kernel inet_dist_use_interface '{127,0,0,1}' -s ejabberd
    until_true 60 "$1 answers" answers_at "127.0.0.${1#broker-}" "${port[MQTT]}"
}

answers_at() { (: >"/dev/tcp/$1/$2") 2>/dev/null; }

# erlang EXPRESSION: carried out by a node of its own that can call the brokers.
erlang() {
    HOME="$folder" erl -noinput -hidden -sname "ctl$RANDOM@localhost" -setcookie "$cookie" -kernel inet_dist_use_interface '{127,0,0,1}' -eval "$1, halt()." >>"$folder/erlang.log" 2>&1 ||
        fail "Erlang refused; see $folder/erlang.log"
}

is_primary() { curl -sf -m 2 -o /dev/null "http://127.0.0.${1#postgres-}:${port[REST]}/primary"; }

is_standby() { curl -sf -m 2 -o /dev/null "http://127.0.0.${1#postgres-}:${port[REST]}/sync"; }

# PostgreSQL under Patroni.
spawn etcd etcd --data-dir "$folder/etcd" --listen-client-urls "http://127.0.0.1:${port[ETCD]}" --advertise-client-urls "http://127.0.0.1:${port[ETCD]}" \
    --listen-peer-urls "http://127.0.0.1:${port[ETCD_PEER]}" --initial-advertise-peer-urls "http://127.0.0.1:${port[ETCD_PEER]}" \
    --initial-cluster "default=http://127.0.0.1:${port[ETCD_PEER]}" --logger zap --log-level warn
until_true 30 "etcd answers" curl -sf -o /dev/null "http://127.0.0.1:${port[ETCD]}/health"
password=$(secret)
chmod 711 "$folder"
for n in 1 2; do
    mkdir -p "$folder/postgres-$n"
    fill patroni.yml "$folder/postgres-$n/patroni.yml" "NAME=postgres-$n" "ADDRESS=127.0.0.$n" "FOLDER=$folder" "PASSWORD=$password"
    [[ $EUID -ne 0 ]] || chown -R postgres:postgres "$folder/postgres-$n"
    fill ejabberd.yml "$folder/broker-$n.yml" "ADDRESS=127.0.0.$n"
done
fill haproxy.cfg "$folder/haproxy.cfg" ADDRESS1=127.0.0.1 ADDRESS2=127.0.0.2
run_server postgres-1
until_true 90 "postgres-1 is the primary" is_primary postgres-1
run_server postgres-2
until_true 120 "postgres-2 is the synchronous standby" is_standby postgres-2
spawn haproxy haproxy -f "$folder/haproxy.cfg"
port[postgres]=${port[PRIMARY]}
(
    umask 077
    echo "*:*:*:*:$password" >"$folder/pgpass"
)
export PGPASSFILE=$folder/pgpass
until_true 30 "the primary answers through HAProxy" "$pg_bin/pg_isready" -q -h 127.0.0.1 -p "${port[PRIMARY]}"
# HAProxy believes in every server until it has asked it twice.
sleep 6
ask "CREATE DATABASE headquarters" postgres

# The brokers, joined, with a user a gateway.
secret >"$folder/gateways.password"
secret >"$folder/headquarters.password"
spawn epmd epmd -port "${port[EPMD]}" -address 127.0.0.1
run_ejabberd broker-1
run_ejabberd broker-2
erlang "ok = rpc:call('broker-2@localhost', ejabberd_cluster, join, ['broker-1@localhost'])"
until_true 60 "broker-2 has joined" answers_at 127.0.0.2 "${port[MQTT]}"
erlang "P = fun(F) -> {ok, B} = file:read_file(F), string:trim(B) end,
    ok = rpc:call('broker-1@localhost', ejabberd_auth, try_register, [<<\"headquarters\">>, <<\"localhost\">>, P(\"$folder/headquarters.password\")]),
    G = P(\"$folder/gateways.password\"),
    [ok = rpc:call('broker-1@localhost', ejabberd_auth, try_register, [list_to_binary(io_lib:format(\"fleet-~5..0B\", [N])), <<\"localhost\">>, G]) || N <- lists:seq(1, $stores)]"

# Headquarters: the schema first, then the stores, then both nodes.
for n in 1 2; do
    port[node-$n]=$(free_port)
    fill headquarters.json "$folder/node-$n.json" "NAME=node-$n" "HTTP=${port[node-$n]}" "FOLDER=$folder"
done
run_headquarters node-1
register
run_headquarters node-2
(
    umask 077
    echo "Authorization: Bearer $("$programs/headquarters/headquarters" token create --config "$folder/node-1.json" --name storm --role admin 2>/dev/null | tail -n 1)" >"$folder/token"
)

# A gateway that speaks for another one is not heard.
said=$(mosquitto_pub -d -V 5 -h 127.0.0.1 -p "${port[BROKERS]}" -u fleet-00002 -P "$(cat "$folder/gateways.password")" -q 1 -t r/v1/0/store-00001/fleet-00001/state -m '{}' 2>&1 || true)
grep -q 'forbidden by service policy' <<<"$said" || fail "A gateway that writes another's topic is not refused: $said"
say "a gateway that writes another's topic is refused"
touch "$folder/fleet.jsonl" "$folder/pages.log"
watch_pages "$folder/token" "${port[node-1]}" "${port[node-2]}" &
helpers+=($!)

table_head
patience=300
begin_phase "all stores come up within 20 s"
run_fleet --broker "127.0.0.1:${port[BROKERS]}" --rate "$rate" --spread "$spread" --ramp 20 --short-names
until_true 60 "the fleet speaks" test -s "$folder/fleet.jsonl"
time_back "$phase_from"
end_phase "$online_after" "$drained_after"

begin_phase "steady"
sleep "$steady"
end_phase - -

begin_phase "broker-2: kill -9, started after $down s"
end broker-2 KILL
sleep "$down"
run_ejabberd broker-2
time_back "$phase_from"
sleep 10
end_phase "$online_after" "$drained_after"

begin_phase "node-1 of headquarters: kill -9, started after $down s"
end node-1 KILL
sleep "$down"
run_headquarters node-1
time_back "$phase_from"
sleep 10
end_phase "$online_after" "$drained_after"

primary=postgres-1
is_primary postgres-1 || primary=postgres-2
standby=$([[ $primary == postgres-1 ]] && echo postgres-2 || echo postgres-1)
begin_phase "primary: kill -9 with its Patroni, started after $down s"
server=$(head -n 1 "$folder/$primary/data/postmaster.pid")
end "$primary" KILL
kill -KILL "$server"
until_true 120 "$standby is the primary" is_primary "$standby"
say "$standby is the primary after $(since "$phase_from") s"
sleep "$down"
run_server "$primary"
time_back "$phase_from"
until_true 120 "$primary is the synchronous standby" is_standby "$primary"
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
echo "load $(cut -d' ' -f1-3 /proc/loadavg)"
[[ $books == right ]]

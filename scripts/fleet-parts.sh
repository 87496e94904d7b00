# shellcheck shell=bash
# What the fleet storms share: engines started in a private folder, phases timed, pages asked, processor and memory counted, books compared.
# Sourced after common.sh, with root, folder, stores and programs set, and measured before a table is begun; everything it starts is ended by end_all.
: "${root:?}" "${folder:?}" "${stores:?}" "${programs:?}"

declare -A pid=() port=() spent=()
declare -a helpers=() measured=()
hz=$(getconf CLK_TCK)
pg_bin=$(find /usr/lib/postgresql -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -n 1)
as_postgres=()
[[ $EUID -ne 0 ]] || as_postgres=(setpriv --reuid=postgres --regid=postgres --clear-groups)

now() { date +%s.%N; }
since() { awk -v a="$1" -v b="$(now)" 'BEGIN { printf "%.1f", b - a }'; }
secret() { head -c 24 /dev/urandom | od -An -tx1 | tr -d ' \n'; }

# free_port: one below the kernel's range for outgoing connections.
free_port() {
    local candidate
    while :; do
        candidate=$((15000 + RANDOM % 16000))
        if ! (: >"/dev/tcp/127.0.0.1/$candidate") 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
}

# until_true SECONDS WHAT COMMAND...: asks until it is so.
until_true() {
    local begun limit=$1 what=$2
    begun=$(now)
    shift 2
    until "$@"; do
        awk -v s="$(since "$begun")" -v l="$limit" 'BEGIN { exit !(s > l) }' && fail "After $limit s still waiting: $what. Logs are in $folder."
        sleep 0.2
    done
}

# spawn NAME [VARIABLE=VALUE]... PROGRAM...: starts a program whose output goes to a log; it ends with us at the latest.
spawn() {
    local name=$1
    shift
    setpriv --pdeathsig KILL env DOTNET_NOLOGO=1 DOTNET_EnableDiagnostics=0 "$@" >>"$folder/$name.log" 2>&1 </dev/null 9>&- &
    pid[$name]=$!
}

# end NAME SIGNAL: ends a program and waits for it; what it has spent stays counted.
end() {
    local name=$1
    [[ -n ${pid[$name]:-} ]] || return 0
    spent[$name]=$(ticks "$name")
    kill "-$2" "${pid[$name]}" 2>/dev/null || true
    wait "${pid[$name]}" 2>/dev/null || true
    unset "pid[$name]"
}

end_all() {
    local name
    for name in "${helpers[@]}"; do
        kill "$name" 2>/dev/null || true
        wait "$name" 2>/dev/null || true
    done
    helpers=()
    for name in "${!pid[@]}"; do
        case $name in postgres*) ;; *) end "$name" KILL ;; esac
    done
    for name in "${!pid[@]}"; do
        end "$name" INT
    done
}

# family NAME: the process and its children; PostgreSQL works in children.
family() {
    local process=${pid[$1]:-}
    [[ -n $process ]] || return 0
    echo "$process"
    case $1 in
        postgres) pgrep -P "$process" || true ;;
        postgres-*)
            # Under Patroni, which lets it go.
            process=$(head -n 1 "$folder/$1/data/postmaster.pid" 2>/dev/null || true)
            [[ -z $process || ! -d /proc/$process ]] || { echo "$process"; pgrep -P "$process" || true; }
            ;;
    esac
}

# ticks NAME: processor time it has used, over all its restarts; a parent counts children that have ended.
ticks() {
    local process sum=${spent[$1]:-0} line
    for process in $(family "$1"); do
        line=$(cat "/proc/$process/stat" 2>/dev/null) || continue
        # shellcheck disable=SC2086 # Split on purpose: the fields behind the name.
        set -- $1 ${line##*) }
        sum=$((sum + ${13} + ${14} + ${15} + ${16}))
    done
    echo "$sum"
}

# memory NAME: what it holds in MiB, shared pages divided among those that share them.
memory() {
    local process
    for process in $(family "$1"); do
        awk '/^Pss:/ { print $2 }' "/proc/$process/smaps_rollup" 2>/dev/null || true
    done | awk '{ sum += $1 } END { printf "%d", sum / 1024 }'
}

# new_cluster NAME: an empty PostgreSQL, its data in the folder; fsync stays on.
new_cluster() {
    [[ -n $pg_bin ]] || fail "PostgreSQL is not installed (Debian: postgresql-15)."
    mkdir -p "$folder/$1"
    [[ $EUID -ne 0 ]] || chown postgres:postgres "$folder/$1"
    "${as_postgres[@]}" "$pg_bin/initdb" -D "$folder/$1" -U edge -A trust -E UTF8 --locale=C --no-sync >>"$folder/$1.log" 2>&1 || fail "initdb failed; see $folder/$1.log"
    chmod 711 "$folder"
}

# run_cluster NAME: starts it.
run_cluster() {
    [[ -n ${port[$1]:-} ]] || port[$1]=$(free_port)
    spawn "$1" "${as_postgres[@]}" "$pg_bin/postgres" -D "$folder/$1" -p "${port[$1]}" -k "" -c listen_addresses=127.0.0.1 -c max_connections=120 -c shared_buffers=512MB \
        -c max_wal_size=4GB
    until_true 60 "$1 answers" "$pg_bin/pg_isready" -q -h 127.0.0.1 -p "${port[$1]}"
}

# ask SQL: an answer of the database of headquarters, bare.
ask() { psql -XqAt -h 127.0.0.1 -p "${port[postgres]}" -U edge -d "${2:-headquarters}" -v ON_ERROR_STOP=1 -c "$1"; }

# new_broker: Mosquitto's files out of deploy/broker. TLS is left out, so a gateway says the name that would stand in its certificate, with a password.
new_broker() {
    local n
    port[mosquitto]=$(free_port)
    port[services]=$(free_port)
    secret >"$folder/gateways.password"
    secret >"$folder/headquarters.password"
    {
        echo "headquarters:$(cat "$folder/headquarters.password")"
        for n in $(ask "SELECT shard || '/' || store || '/' || gateway FROM gateway"); do
            echo "$n:$(cat "$folder/gateways.password")"
        done
    } >"$folder/passwords"
    mosquitto_passwd -U "$folder/passwords"
    mkdir -p "$folder/mosquitto"
    {
        sed -E -e '/^(cafile|certfile|keyfile|crlfile|require_certificate|use_identity_as_username|tls_version) /d' \
            -e "s|^acl_file .*|acl_file $root/deploy/broker/fleet.acl|" -e "s|^persistence_location .*|persistence_location $folder/mosquitto/|" \
            -e "s|^listener 8883.*|listener ${port[mosquitto]} 127.0.0.1|" -e "s|^listener 8884.*|listener ${port[services]} 127.0.0.1|" \
            -e "s|^allow_anonymous false|&\npassword_file $folder/passwords|" "$root/deploy/broker/mosquitto.conf"
        echo "log_type error"
        echo "log_type warning"
        [[ $EUID -ne 0 ]] || echo "user root"
    } >"$folder/mosquitto.conf"
}

run_broker() {
    local program=mosquitto
    have mosquitto || program=/usr/sbin/mosquitto
    spawn mosquitto "$program" -c "$folder/mosquitto.conf"
    until_true 30 "the broker answers" answers "${port[mosquitto]}"
}

answers() { (: >"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# new_headquarters NAME BROKER-PORT CONNECTION: writes a node's configuration.
new_headquarters() {
    port[$1]=$(free_port)
    cat >"$folder/$1.json" <<JSON
{
  "url": "http://127.0.0.1:${port[$1]}",
  "node": "$1",
  "database": { "provider": "postgres", "connection": "$3" },
  "broker": { "host": "127.0.0.1", "port": $2, "userName": "headquarters", "passwordFile": "$folder/headquarters.password" },
  "members": { "keyFile": "$folder/members.key", "countryCode": "86" }
}
JSON
}

run_headquarters() {
    spawn "$1" "$programs/headquarters/headquarters" --config "$folder/$1.json"
    until_true 60 "$1 answers" curl -sf -o /dev/null "http://127.0.0.1:${port[$1]}/healthz"
}

# register: writes the stores as joining would leave them.
register() {
    ask "INSERT INTO store (store, name) SELECT 'store-' || lpad(n::text, 5, '0'), 'Store ' || n FROM generate_series(1, $stores) n;
         INSERT INTO gateway (gateway, store, shard)
         SELECT g, s, ('x' || substr(encode(sha256(convert_to(g, 'UTF8')), 'hex'), 1, 8))::bit(32)::bigint % 64
         FROM (SELECT 'fleet-' || lpad(n::text, 5, '0') AS g, 'store-' || lpad(n::text, 5, '0') AS s FROM generate_series(1, $stores) n) AS one;"
}

# run_fleet ARGUMENT...: the simulator; it is told things through descriptor 8.
run_fleet() {
    mkfifo "$folder/fleet.in"
    setpriv --pdeathsig KILL env DOTNET_NOLOGO=1 DOTNET_EnableDiagnostics=0 "$programs/simulators/simulators" fleet --stores "$stores" --password-file "$folder/gateways.password" "$@" \
        <"$folder/fleet.in" >"$folder/fleet.jsonl" 2>>"$folder/fleet.log" 9>&- &
    pid[fleet]=$!
    exec 8>"$folder/fleet.in"
}

tell() { echo "$*" >&8; }

# latest KEY: a number of the fleet's newest line.
latest() { tail -n 2 "$folder/fleet.jsonl" | head -n 1 | sed -n "s/.*\"$1\":\([^,}]*\).*/\1/p"; }

all_back() {
    [[ $(latest online) == "$stores" ]] && awk -v s="$(latest oldestSeconds)" 'BEGIN { exit !(s < 10) }'
}

nothing_waits() { [[ $(latest waiting) == 0 ]]; }

all_shown() { tail -n 16 "$folder/pages.log" | grep -q " /api/fleet/summary 200 .* $stores\$"; }

all_online() { [[ $(latest online) == "$stores" ]]; }

# watch_pages TOKEN-FILE PORT...: asks each page of each node in turn, for ever: moment, node's port, page, status, seconds, gateways shown as online.
watch_pages() {
    local page node token_file=$1 code
    shift
    while :; do
        for node in "$@"; do
            for page in /api/overview /api/fleet /api/fleet/summary "/api/stock?limit=50" "/api/stores/store-00001/events"; do
                code=$(curl -s -m 30 -o "$folder/page.$node" -w '%{http_code} %{time_total}' -H @"$token_file" "http://127.0.0.1:$node$page" || true)
                echo "$(now) $node $page ${code:-000 0} $([[ $page != /api/fleet/summary ]] || sed -n 's/.*"online":\([0-9]*\).*/\1/p' "$folder/page.$node")"
            done
        done
        sleep 0.3
    done >>"$folder/pages.log" 2>/dev/null
}

# begin_phase NAME: from here on it counts.
begin_phase() {
    local name
    phase=$1
    phase_from=$(now)
    phase_line=$(wc -l <"$folder/fleet.jsonl")
    declare -gA phase_ticks=()
    for name in "${measured[@]}"; do
        phase_ticks[$name]=$(ticks "$name")
    done
    say "$(date -u +%H:%M:%S) $phase"
}

# end_phase BACK-ONLINE BACK-DRAINED: a row of the table.
end_phase() {
    local seconds name cpu="" mem="" rates pages
    seconds=$(since "$phase_from")
    for name in "${measured[@]}"; do
        cpu+="$(awk -v a="${phase_ticks[$name]}" -v b="$(ticks "$name")" -v s="$seconds" -v hz="$hz" 'BEGIN { printf "%.0f", (b - a) * 100 / hz / s }') / "
        mem+="$(memory "$name") / "
    done
    rates=$(tail -n "+$((phase_line > 0 ? phase_line : 1))" "$folder/fleet.jsonl" | jq -rs '
        [range(1; length) as $i | {c: (.[$i].connects - .[$i-1].connects), a: (.[$i].attempts - .[$i-1].attempts), e: (.[$i].committed - .[$i-1].committed)}] as $d
        | "\($d | map(.a) | max) / \($d | map(.c) | max) | \(((.[-1].committed - .[0].committed) / (.[-1].at - .[0].at)) | round) / \($d | map(.e) | max) | \([.[].halfMs // empty] | sort | .[length / 2 | floor] // "-") / \([.[].mostMs // empty] | max // "-") | \(.[-1].resent - .[0].resent)"')
    pages=$(awk -v from="$phase_from" '$1 >= from { n++; if ($4 == 200) t[++k] = $5; else bad++ }
        END { m = asort_(t, k); printf "%s / %s, %d of %d", k ? sprintf("%.0f", t[int((k + 1) / 2)] * 1000) : "-", k ? sprintf("%.0f", t[k] * 1000) : "-", bad, n }
        function asort_(a, n,   i, j, v) { for (i = 2; i <= n; i++) { v = a[i]; for (j = i - 1; j > 0 && a[j] > v; j--) a[j + 1] = a[j]; a[j + 1] = v } return n }' "$folder/pages.log")
    echo "| $phase | $(printf '%.0f' "$seconds") | $1 / $2 | $rates | $pages | ${cpu% / } | ${mem% / } |" >>"$folder/table.md"
    tail -n 1 "$folder/table.md" >&2
}

table_head() {
    local names
    names=$(printf '%s / ' "${measured[@]}")
    {
        echo "| phase | s | back, s: all online / all within 10 s | attempts / connections, most a second | events committed a second, mean / most | sent to committed, ms: median / worst p99 | sent again | pages, ms: median / worst, failed | CPU %: ${names% / } | MiB: ${names% / } |"
        echo "|---|---|---|---|---|---|---|---|---|---|"
    } >"$folder/table.md"
}

# time_back FROM: how long until all stores are online, and until what they have is committed.
time_back() {
    # shellcheck disable=SC2034 # For whoever called.
    online_after=- drained_after=-
    until_true "${patience:-300}" "all stores are online" all_online
    # shellcheck disable=SC2034 # The same.
    online_after=$(since "$1")
    until_true "${patience:-300}" "what waits is committed" all_back
    # shellcheck disable=SC2034 # The same.
    drained_after=$(since "$1")
}

# check_books: every store's own account against headquarters' rows and effects. Says what is wrong; false where anything is.
check_books() {
    local wrong
    tell "ledger $folder/accounts.jsonl"
    until_true 120 "the accounts are written" test -f "$folder/accounts.jsonl"
    psql -XqAt -h 127.0.0.1 -p "${port[postgres]}" -U edge -d headquarters -v ON_ERROR_STOP=1 <<SQL >"$folder/books.txt"
CREATE TEMP TABLE line (account jsonb);
\\copy line FROM '$folder/accounts.jsonl'
CREATE TEMP TABLE held AS
SELECT g.gateway, g.store, count(e.position) AS events, count(DISTINCT (e.epoch, e.seq)) AS apart, coalesce(max(e.seq), 0) AS last, coalesce(max(e.position), 0) AS position,
       coalesce(sum(('x' || substr(encode(sha256(convert_to(e.body, 'UTF8')), 'hex'), 1, 8))::bit(32)::bigint), 0) AS sum,
       coalesce((SELECT sum(t.count) FROM event_tally t WHERE t.gateway = g.id), 0) AS tally
FROM gateway g LEFT JOIN event e ON e.gateway = g.id GROUP BY g.id, g.gateway, g.store;
CREATE TEMP TABLE moved AS
SELECT store, sum(quantity) FILTER (WHERE reason = 'taken') AS taken, sum(quantity) FILTER (WHERE reason IN ('returned', 'restocked')) AS returned FROM stock_move GROUP BY store;
CREATE TEMP TABLE seen AS SELECT store, sum(people) AS people FROM visit_hour GROUP BY store;
CREATE TEMP TABLE compared AS
SELECT a.account->>'gateway' AS gateway, (a.account->>'events')::bigint AS made, h.events, h.apart, h.last, h.position, h.tally, (a.account->>'sum')::numeric - h.sum AS other,
       (a.account->>'taken')::bigint AS taken, coalesce(m.taken, 0) AS booked_taken, (a.account->>'returned')::bigint AS returned, coalesce(m.returned, 0) AS booked_returned,
       (a.account->>'people')::bigint AS people, coalesce(s.people, 0) AS booked_people
FROM line a LEFT JOIN held h ON h.gateway = a.account->>'gateway' LEFT JOIN moved m ON m.store = h.store LEFT JOIN seen s ON s.store = h.store;
SELECT 'events made ' || sum(made) || ', held ' || sum(events) || ', lost ' || sum(greatest(made - events, 0)) || ', doubled ' || sum(greatest(events - made, 0) + events - apart)
    || ', altered ' || count(*) FILTER (WHERE other <> 0) || ' stores; items taken ' || sum(taken) || ', booked ' || sum(booked_taken) || '; brought ' || sum(returned) || ', booked '
    || sum(booked_returned) || '; people ' || sum(people) || ', booked ' || sum(booked_people) || '; effects counted ' || sum(tally) FROM compared;
SELECT 'wrong: ' || compared::text FROM compared
WHERE made IS DISTINCT FROM events OR events <> apart OR events <> last OR events <> position OR events <> tally OR other <> 0 OR taken <> booked_taken OR returned <> booked_returned
   OR people <> booked_people;
SELECT 'wrong: dead letter ' || reason FROM dead_letter;
SELECT 'wrong: notice ' || text FROM notice;
SELECT 'wrong: the locations of ' || sku || ' add up to ' || sum(quantity) FROM stock_level GROUP BY sku HAVING sum(quantity) <> 0;
SQL
    wrong=$(grep -c '^wrong' "$folder/books.txt" || true)
    head -n 20 "$folder/books.txt" >&2
    [[ $wrong == 0 ]]
}

# shellcheck shell=bash
# The attacker of scripts/attack-store.sh at the broker: with the certificate of store A's gateway, every topic of store B's. Sourced, with work, folder and clients set.
: "${work:?}" "${folder:?}"

# as WHO PROGRAM ARGUMENT...: a client of Mosquitto with the certificate of a gateway, or of headquarters at its own door.
as() {
    local who=$1 program=$2 door=8883 certificate="$work/$1" authority="$folder/fleet/services.pem"
    shift 2
    [[ $who != headquarters ]] || { door=8884 && certificate="$folder/fleet/headquarters"; }
    [[ $program != stdbuf ]] || { program="stdbuf -oL $2" && shift 2; }
    # shellcheck disable=SC2086 # Two words where the output is to come at once.
    $program -V mqttv5 -h 127.0.0.1 -p "$door" --cafile "$authority" --cert "$certificate.pem" --key "$certificate.key" "$@"
}

# listens WHO FILE FILTER...: what it hears goes to the file; returns when it is connected.
listens() {
    local who=$1 file=$2 filter arguments=()
    shift 2
    for filter in "$@"; do arguments+=(-t "$filter"); done
    as "$who" stdbuf -oL mosquitto_sub -q 1 -v -d "${arguments[@]}" >"$file" 2>&1 &
    clients+=($!)
    for _ in $(seq 100); do
        ! grep -q "received SUBACK\|Subscribed" "$file" || return 0
        sleep 0.1
    done
    cat "$file"
    return 1
}

# waits FILE TEXT: until the text is heard; it is what was sent last, so everything sent before has come or never will.
waits() {
    for _ in $(seq 100); do
        ! grep -qF "$2" "$1" || return 0
        sleep 0.1
    done
    say "$2 was not heard: $1"
    return 1
}

attack_topics() {
    local shard own leaf topic tried=0 heard=0 taken=0 doors=0 leaves filters topics=()
    shard=$(cat "$work/gw-b.shard")
    own="r/v1/$(cat "$work/gw-a.shard")/store-a/gw-a"
    leaves=(events state cursor config/desired config/reported command/restart command/print command/update command/logs command/member-key command/member-profiles response/x response/gw-a)
    for leaf in "${leaves[@]}"; do topics+=("r/v1/$shard/store-b/gw-b/$leaf"); done
    filters=('#' '+/#' 'r/#' 'r/v1/#' "r/v1/$shard/#" "r/v1/$shard/store-b/#" 'r/v1/+/store-b/#' 'r/v1/+/+/gw-b/#' 'r/+/+/+/+/events' 'r/v1/+/+/+/command/+' 'r/v1/+/+/+/config/desired'
        "\$share/g/r/v1/$shard/store-b/gw-b/#" "\$share/g/#" "r/v1/$shard/store-b/gw-b/+" "${topics[@]}")

    # Hearing: store B's own traffic, and headquarters' to it.
    listens gw-a "$work/a.heard" "${filters[@]}" "$own/cursor" || return 1
    listens gw-b "$work/b.heard" "r/v1/$shard/store-b/gw-b/cursor" "r/v1/$shard/store-b/gw-b/config/desired" "r/v1/$shard/store-b/gw-b/command/+" || return 1
    listens headquarters "$work/h.heard" 'r/v1/+/+/+/events' 'r/v1/+/+/+/state' 'r/v1/+/+/+/config/reported' 'r/v1/+/+/+/response/#' || return 1
    for topic in "${topics[@]}"; do
        case $topic in
            */cursor | */desired | */command/*) as headquarters mosquitto_pub -q 1 -t "$topic" -m "secret-of-b" ;;
            # The gateway's own client id is taken by its listener: its certificate makes the id, so this ends that session's connection, which comes back.
            *) as gw-b mosquitto_pub -q 1 -t "$topic" -m "secret-of-b" ;;
        esac
    done
    as headquarters mosquitto_pub -q 1 -t "$own/cursor" -m last-to-a || return 1
    waits "$work/a.heard" last-to-a || return 1
    tried=$((${#filters[@]} * ${#topics[@]}))
    heard=$(grep -c "secret-of-b" "$work/a.heard" || true)
    echo "topics: ${#filters[@]} filters of store A while ${#topics[@]} messages of store B went by: $tried attempts, $heard heard; headquarters heard $(grep -c secret-of-b "$work/h.heard")"

    # Writing: whatever is written to store B's topics, as a message, kept, and as a last will.
    tried=0
    for topic in "${topics[@]}" "r/v1/$shard/store-b/gw-a/events" "r/v1/$(cat "$work/gw-a.shard")/store-b/gw-a/events" "r/v1/$(cat "$work/gw-a.shard")/store-a/gw-b/state" 'r/v1/0/x/y/events' "\$SYS/broker/x"; do
        as gw-a mosquitto_pub -q 1 -t "$topic" -m "forged-by-a" >/dev/null 2>&1 || true
        as gw-a mosquitto_pub -q 1 -r -t "$topic" -m "forged-by-a" >/dev/null 2>&1 || true
        as gw-a mosquitto_pub -q 0 -t "$topic" -m "forged-by-a" >/dev/null 2>&1 || true
        as gw-a mosquitto_pub -q 1 -t "$topic" -D PUBLISH response-topic "r/v1/$shard/store-b/gw-b/command/restart" -m "forged-by-a" >/dev/null 2>&1 || true
        # Killed, so that the broker has reason to publish its last will.
        { timeout -s KILL 1 mosquitto_sub -V mqttv5 -h 127.0.0.1 -p 8883 --cafile "$folder/fleet/services.pem" --cert "$work/gw-a.pem" --key "$work/gw-a.key" \
            -t "$own/cursor" --will-topic "$topic" --will-payload "forged-by-a" --will-qos 1 >/dev/null 2>&1 || true; } 2>/dev/null
        tried=$((tried + 5))
    done
    as gw-a mosquitto_pub -q 1 -t "$own/response/x" -m last-of-a || return 1
    as headquarters mosquitto_pub -q 1 -t "r/v1/$shard/store-b/gw-b/command/x" -m last-to-b || return 1
    waits "$work/h.heard" last-of-a || return 1
    waits "$work/b.heard" last-to-b || return 1
    listens gw-b "$work/b.again" "r/v1/$shard/store-b/gw-b/#" || return 1
    as headquarters mosquitto_pub -q 1 -t "r/v1/$shard/store-b/gw-b/command/x" -m last-again || return 1
    waits "$work/b.again" last-again || return 1
    taken=$(cat "$work"/{b,h}.heard "$work/b.again" | grep -c "forged-by-a" || true)
    echo "topics: $tried messages, kept messages and wills of store A on other topics than its own: $taken arrived"

    # Doors: another name, another door, no certificate, store B's certificate with store A's key, one of nobody's.
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout "$work/own.key" -out "$work/own.pem" -days 1 -subj "/CN=$shard/store-b/gw-b" 2>/dev/null
    local tries=0 certificate key door
    while read -r certificate key door; do
        tries=$((tries + 1))
        if timeout 5 mosquitto_pub -V mqttv5 -h 127.0.0.1 -p "$door" --cafile "$folder/fleet/services.pem" ${certificate:+$([[ $certificate == - ]] || echo --cert "$work/$certificate.pem" --key "$work/$key.key")} \
            -q 1 -t "$own/response/x" -m doors-of-a >/dev/null 2>&1; then
            doors=$((doors + 1))
            say "came in with $certificate $key at $door"
        fi
    done <<'DOORS'
- - 8883
- - 8884
own own 8883
own own 8884
gw-a gw-a 8884
gw-b gw-b 8884
gw-b gw-a 8883
DOORS
    echo "topics: $tries ways to connect as somebody else: $doors opened"
    [[ $heard == 0 && $taken == 0 && $doors == 0 ]]
}

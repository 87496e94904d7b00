# shellcheck shell=bash
# Headquarters and its broker on one machine, as docs/joining.md sets them up: https, Mosquitto with the shipped files, a store, no gateway yet.
# Sourced after common.sh with root and work set; where leader names a process, everything is in its network. What is started is ended by end_headquarters.
: "${root:?}" "${work:?}"

headquarters_program="$root/artifacts/publish/headquarters/headquarters"
headquarters_url=https://127.0.0.1:8443
setup_code="$work/headquarters/setup-code"
declare -a headquarters_parts=()

# in_network COMMAND...: with the network of the process leader, where there is one.
in_network() {
    if [[ -n ${leader:-} ]]; then
        nsenter -t "$leader" -n "$@"
    else
        "$@"
    fi
}

# part LOG COMMAND...: runs it until end_headquarters.
part() {
    local log=$1
    shift
    in_network setpriv --pdeathsig KILL "$@" >"$log" 2>&1 </dev/null &
    headquarters_parts+=($!)
}

# start_headquarters STORE...: headquarters with those stores and no gateway, behind https, with Mosquitto as deploy/broker has it.
start_headquarters() {
    local folder="$work/headquarters" fleet
    fleet=$(printf '{ "store": "%s", "name": "A store", "gateways": [] }, ' "$@")
    fleet=${fleet%, }
    rm -rf "$folder"
    mkdir -p "$folder/mosquitto"
    local port
    for port in 8443 8883 8884; do
        ! in_network bash -c ": >/dev/tcp/127.0.0.1/$port" 2>/dev/null || { echo "port $port is taken"; return 1; }
    done
    headquarters_file() {
        cat >"$folder/headquarters.json" <<JSON
{ "url": "$1://127.0.0.1:8443", $2
  "database": { "provider": "sqlite", "connection": "Data Source=$folder/headquarters.db" },
  "broker": { "host": "127.0.0.1", "port": 8884 $3 },
  "joining": { "folder": "$folder/authority", "brokerHost": "127.0.0.1", "brokerPort": 8883 },
  "access": { "setupCodeFile": "$setup_code" },
  "fleet": [ $fleet ] }
JSON
    }
    headquarters_file http "" ""
    "$headquarters_program" ca certificates --config "$folder/headquarters.json" --host 127.0.0.1 --out "$folder/fleet" >"$folder/ca.log" 2>&1 || { cat "$folder/ca.log"; return 1; }
    headquarters_file https "\"publicUrl\": \"$headquarters_url\", \"certificateFile\": \"$folder/fleet/broker.pem\", \"keyFile\": \"$folder/fleet/broker.key\"," \
        ", \"caFile\": \"$folder/fleet/services.pem\", \"certificateFile\": \"$folder/fleet/headquarters.pem\", \"keyFile\": \"$folder/fleet/headquarters.key\""
    {
        echo "user root"
        sed -e "s|/etc/mosquitto/fleet/|$folder/fleet/|" -e "s|/etc/mosquitto/conf.d/fleet.acl|$root/deploy/broker/fleet.acl|" \
            -e "s|/var/lib/headquarters/broker/gateways.crl|$folder/fleet/gateways.crl|" -e "s|/var/lib/mosquitto/|$folder/mosquitto/|" "$root/deploy/broker/mosquitto.conf"
    } >"$folder/mosquitto.conf"
    part "$folder/mosquitto.log" "$(command -v mosquitto || echo /usr/sbin/mosquitto)" -c "$folder/mosquitto.conf"
    part "$folder/headquarters.log" env DOTNET_NOLOGO=1 "$headquarters_program" --config "$folder/headquarters.json"
    for _ in $(seq 150); do
        ! asked "$headquarters_url/healthz" >/dev/null 2>&1 || break
        sleep 0.2
    done
    echo "Authorization: Bearer $("$headquarters_program" token create --config "$folder/headquarters.json" --name test --role admin 2>/dev/null | tail -n 1)" >"$folder/token"
    asked "$headquarters_url/api/fleet" >/dev/null || { tail -n 5 "$folder/headquarters.log"; return 1; }
}

# asked CURL-ARGUMENT...: asks headquarters, with its certificate checked.
asked() {
    local token=()
    [[ ! -e "$work/headquarters/token" ]] || token=(-H @"$work/headquarters/token")
    in_network curl -fsS --max-time 5 --cacert "$work/headquarters/fleet/services.pem" ${token[@]+"${token[@]}"} "$@"
}

# join_text STORE GATEWAY: makes a code; prints what the page gives for a join file.
join_text() {
    asked -H "Content-Type: application/json" -d "{\"store\":\"$1\",\"gateway\":\"$2\"}" "$headquarters_url/api/join-codes" | jq -er .text
}

# told_by GATEWAY STORE: headquarters has an event of it.
told_by() { asked "$headquarters_url/api/stores/$2/events" | grep -q "\"$1\""; }

end_headquarters() {
    local process
    for process in ${headquarters_parts[@]+"${headquarters_parts[@]}"}; do
        pkill -P "$process" 2>/dev/null || true
        kill "$process" 2>/dev/null || true
        wait "$process" 2>/dev/null || true
    done
    headquarters_parts=()
}

#!/bin/sh
# Makes a store's box out of a fresh Raspberry Pi OS or Debian: first-boot.sh FOLDER. Run once, as root; running it again repairs what is missing.
# FOLDER is edge-gateway/ on the boot partition, which every computer can write (docs/install.md):
#   *.deb            edge-gateway and, where Microsoft's repository is not set up, edge-gateway-runtime, both for this processor
#   join             headquarters' join file, where there is one; without it the box's page asks for the code
#   gateway.json     a configuration, where it is not to be the one as installed
#   broker.password, ca.pem, intake.token                what belongs to it, each where there is one; taken away from here once it is in its place
# What it did and what failed is in first-boot.log there and in the journal.
set -eu

folder=${1:?usage: first-boot.sh FOLDER}
settings=/etc/edge-gateway
state=/var/lib/edge-gateway
cd "$folder"
umask 077

say() {
    echo "edge-gateway: $*"
    echo "$(date -u +%FT%TZ) $*" >>"$folder/first-boot.log" 2>/dev/null || true
}

stop() {
    say "FAILED: $*"
    exit 1
}

set -- ./edge-gateway*.deb
[ -e "$1" ] || stop "there is no edge-gateway*.deb in $folder; copy the packages there and start the box again, or run: $0 $folder"
processor=$(dpkg --print-architecture)
for package in "$@"; do
    [ "$(dpkg-deb -f "$package" Architecture)" = "$processor" ] || stop "$package is for $(dpkg-deb -f "$package" Architecture), this box is $processor; take the package that ends in _$processor.deb"
done

say "installing $*"
tries=0
# The network may still be coming up. What is already there needs none.
until DEBIAN_FRONTEND=noninteractive apt-get install -y "$@" >"$folder/apt.log" 2>&1; do
    tries=$((tries + 1))
    [ "$tries" -lt 10 ] || stop "apt-get could not install the packages; its last words: $(tail -n 2 "$folder/apt.log" | tr '\n' ' ')"
    sleep "${EDGE_GATEWAY_PAUSE:-15}"
    apt-get update >/dev/null 2>&1 || true
done
rm -f "$folder/apt.log"

# place NAME FOLDER: a file that only the gateway may read. It leaves the boot partition, which anybody who holds the card can read.
place() {
    [ -e "$1" ] || return 0
    install -o edge-gateway -g edge-gateway -m 600 "$1" "$2/$1"
    rm -f "$1"
    say "$1 is in $2 and no longer here"
}
place broker.password "$settings"
place intake.token "$settings"
place join "$state"
if [ -e ca.pem ]; then
    install -o root -g edge-gateway -m 640 ca.pem "$settings/ca.pem"
fi
if [ ! -e "$settings/intake.token" ]; then
    head -c 24 /dev/urandom | base64 | tr -d '\n' >"$settings/intake.token"
    chown edge-gateway:edge-gateway "$settings/intake.token"
fi
if [ -e gateway.json ]; then
    mistakes=$(edge-gateway check-config gateway.json 2>&1 >/dev/null) || stop "the configuration has mistakes: $mistakes"
    install -o root -g edge-gateway -m 640 gateway.json "$settings/gateway.json"
fi

# A swap file on the card wears it, and could hold what must not leave memory. Swap in memory (zram) may stay.
if [ -e /etc/dphys-swapfile ] && [ -d /run/systemd/system ]; then
    systemctl disable --now dphys-swapfile.service >/dev/null 2>&1 || true
    say "the swap file is off"
fi

if [ -d /run/systemd/system ]; then
    systemctl restart edge-gateway.service || stop "the gateway does not start: $(systemctl show edge-gateway -p StatusText --value); look with: journalctl -u edge-gateway -n 50"
    say "it runs: $(systemctl show edge-gateway -p StatusText --value)"
fi

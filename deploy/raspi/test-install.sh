#!/usr/bin/env bash
# Installs, runs, upgrades and removes the package in a Debian of its own. See deploy/raspi/test-install.sh --help.
# shellcheck disable=SC2016 # Single quotes are for the shell inside the machine.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck source=scripts/common.sh
. "$root/scripts/common.sh"

usage() {
    cat <<'HELP'
Usage: deploy/raspi/test-install.sh [--packages DIR] [--work DIR] [--mirror URL] [--suite NAME] [--keep]

As root, with debootstrap and systemd-container: makes a Debian in a folder, then
  1. builds the packages and packs them twice, which must give the same bytes, and looks at them (lintian where it is there);
  2. in a chroot, where no systemd runs: installs, repeats every maintainer script, aborts, removes, purges;
  3. in a booted systemd (systemd-nspawn, without network): starts the unit, weighs, takes events in, reloads, hangs, dies, is updated, goes back, goes read-only, is upgraded, removed,
     installed again and purged, and counts the events at each step;
  4. on the machine that is left, as a new user would: first-boot.sh with packages and a join file, against headquarters and Mosquitto as they ship
     (after ./run --build-only; left out, visibly, without).
Prints a line a check, and how many there were. Exit 1 where one failed, 77 where this machine cannot do it.

  --packages DIR   test what is in this folder instead of building it
  --work DIR       where; needs 1 GB. A Debian that is already there is used again. A new folder in TMPDIR where it is left out
  --mirror URL     http://deb.debian.org/debian where it is left out
  --suite NAME     bookworm where it is left out
  --keep           leave the folder
HELP
}

packages=
work=
mirror=http://deb.debian.org/debian
suite=bookworm
keep=false
while [[ $# -gt 0 ]]; do
    case $1 in
        -h | --help)
            usage
            exit 0
            ;;
        --packages | --work | --mirror | --suite)
            [[ $# -gt 1 && -n "$2" ]] || fail "test-install.sh: $1 needs a value"
            printf -v "${1#--}" '%s' "$2"
            shift
            ;;
        --keep) keep=true ;;
        *)
            usage >&2
            exit 2
            ;;
    esac
    shift
done

[[ $EUID -eq 0 ]] || { say "test-install.sh: skipped: needs root"; exit 77; }
have debootstrap systemd-nspawn socat curl minisign || { say "test-install.sh: skipped: needs debootstrap, systemd-nspawn (systemd-container), socat, curl and minisign"; exit 77; }
[[ -n $work ]] || work=$(mktemp -d)
mkdir -p "$work"
work=$(cd "$work" && pwd)
machine="edge-test-$$"
debian="$work/machine"
boot=
feed=

# shellcheck source=scripts/joined-parts.sh
. "$root/scripts/joined-parts.sh"
# refused_again: the used code with another key.
refused_again() {
    local answer
    answer=$(inside_says "mkdir -p /tmp/other && edge-gateway enroll --code '$(jq -r .code <<<"$joined_with")' --headquarters $headquarters_url --data /tmp/other 2>&1") && return 1
    grep -q "the code is wrong, too old or used" <<<"$answer" || { echo "$answer"; return 1; }
}

# What they find out stays in files: a check runs in a shell of its own.
brought() { asked -H "Content-Type: application/octet-stream" --data-binary @"$1" --max-time 60 "$headquarters_url/api/bundles" | jq -er .hash >"$work/bundle"; }
campaign_begins() {
    asked -H "Content-Type: application/json" "$headquarters_url/api/campaigns" \
        -d "{\"name\":\"test\",\"bundle\":\"$(cat "$work/bundle")\",\"windowFrom\":\"00:00:00\",\"windowUntil\":\"00:00:00\",\"healthyMinutes\":0,\"percentages\":[100]}" |
        jq -er .campaign >"$work/campaign"
}
asked_says() { asked "$headquarters_url$1" | grep -q -- "$2" || { asked "$headquarters_url$1" | cut -c1-600; return 1; }; }
campaign_says() { asked_says "/api/campaigns/$(cat "$work/campaign")$1" "$2"; }

finish() {
    end_headquarters
    [[ -z $feed ]] || kill "$feed" 2>/dev/null || true
    [[ -z $boot ]] || halt_machine
    [[ ! -d "$debian" ]] || umount "$debian/dev" "$debian/proc" 2>/dev/null || true
    rm -rf "$debian"
    [[ $keep == true ]] || rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM

checks=0
failures=0
# check WHAT COMMAND...: one line a check; what a failed one printed is shown.
check() {
    local what=$1 answer
    shift
    checks=$((checks + 1))
    if answer=$("$@" 2>&1); then
        printf 'ok    %s\n' "$what"
    else
        failures=$((failures + 1))
        printf 'FAIL  %s\n%s\n' "$what" "$(printf '%s' "$answer" | tail -n 12 | sed 's/^/      /')"
    fi
}

# refused WHAT PATTERN COMMAND...: it must fail and say why.
refused() {
    local what=$1 pattern=$2 answer
    shift 2
    checks=$((checks + 1))
    if ! answer=$("$@" 2>&1) && grep -q -- "$pattern" <<<"$answer"; then
        printf 'ok    %s\n' "$what"
    else
        failures=$((failures + 1))
        printf 'FAIL  %s: it came through, or did not say "%s"\n%s\n' "$what" "$pattern" "$(printf '%s' "$answer" | tail -n 8 | sed 's/^/      /')"
    fi
}

step() { printf -- '-- %s (%s s)\n' "$*" "$SECONDS"; }
is() { [[ $1 == "$2" ]] || { printf 'came %s, expected %s\n' "$1" "$2"; return 1; }; }
absent() { [[ ! -e $1 ]] || { echo "$1 is there"; return 1; }; }
deb() { printf '%s/first/edge-gateway_%s_amd64.deb' "$work" "$1"; }

# --- 1. The packages ---------------------------------------------------------------------------------------------------
runtime=$(dirname "$(readlink -f "$(dotnet --list-runtimes | sed -n 's/^Microsoft.AspNetCore.App 10[^[]*\[\(.*\)\/shared\/.*/\1/p' | head -n 1)/dotnet")")
version=$(sed -n 's:.*<Version>\(.*\)</Version>.*:\1:p' "$root/Directory.Build.props")
mkdir -p "$work/first"
if [[ -n $packages ]]; then
    cp "$packages"/edge-gateway_"${version}"_*.deb "$packages"/edge-gateway-runtime_*_amd64.deb "$work/first" || fail "test-install.sh: --packages: $packages has not both packages"
else
    step "building the packages, and packing them twice"
    "$root/deploy/raspi/package.sh" --to "$work/first" --runtime "$runtime" 2>&1 | sed 's/^/      /'
    "$root/deploy/raspi/package.sh" --to "$work/second" >/dev/null 2>&1
    for package in "$work"/second/*.deb; do
        check "the same bytes twice: $(basename "$package")" cmp "$package" "$work/first/$(basename "$package")"
    done
fi
# The same program under a later version, to upgrade to.
rm -rf "$work/next"
dpkg-deb -R "$(deb "$version")" "$work/next"
sed -i "s/^Version: .*/&+next/" "$work/next/DEBIAN/control"
dpkg-deb --root-owner-group -Zgzip --build "$work/next" "$(deb "$version+next")" >/dev/null

contents() { dpkg-deb -c "$1" | awk '{print $1, $2, $6}'; }
owned_by_root() { is "$(contents "$1" | grep -v ' root/root ' || true)" ""; }
# The only ELF files may be those of the package's processor.
machine_of() {
    local folder
    folder=$(mktemp -d -p "$work")
    dpkg-deb -x "$1" "$folder"
    find "$folder" -type f -name '*.so*' -exec od -An -tx1 -j18 -N1 {} \; | tr -d ' \n'
    rm -rf "$folder"
}
for arch in amd64 arm64; do
    check "$arch: everything is root's" owned_by_root "$work/first/edge-gateway_${version}_$arch.deb"
    check "$arch: says its processor" is "$(dpkg-deb -f "$work/first/edge-gateway_${version}_$arch.deb" Architecture)" "$arch"
done
check "amd64: its one native library is for x86-64" is "$(machine_of "$(deb "$version")")" 3e
check "arm64: its one native library is for aarch64" is "$(machine_of "$work/first/edge-gateway_${version}_arm64.deb")" b7
if have lintian; then
    # No manual page (edge-gateway --help), nobody's mail address, SQLite's library as it comes, and systemctl only where systemd runs.
    clean() {
        is "$(lintian --fail-on none --suppress-tags no-manual-page,bogus-mail-host,bogus-mail-host-in-debian-changelog,unstripped-binary-or-object,maintainer-script-calls-systemctl "$1" 2>/dev/null | grep -E '^[EW]:' || true)" ""
    }
    check "lintian: no errors, no warnings" clean "$(deb "$version")"
fi

# --- 2. Where no systemd runs ------------------------------------------------------------------------------------------
if [[ ! -e "$work/base.tar" ]]; then
    step "making a Debian ($suite)"
    rm -rf "$debian"
    debootstrap --variant=minbase --include=systemd,systemd-sysv,dbus,udev,ca-certificates "$suite" "$debian" "$mirror" >"$work/debootstrap.log" 2>&1 ||
        { tail -n 5 "$work/debootstrap.log" >&2; fail "debootstrap failed."; }
    cp -L /etc/resolv.conf "$debian/etc/resolv.conf"
    # What the package depends on, so that everything after this needs no network.
    chroot "$debian" apt-get update -qq
    needed=$(dpkg-deb -f "$(deb "$version")" Depends | tr ',' '\n' | sed 's/|.*//; s/(.*//; s/ //g' | grep -v '^aspnetcore')
    # shellcheck disable=SC2086 # One word a package.
    DEBIAN_FRONTEND=noninteractive chroot "$debian" apt-get install -y -qq --no-install-recommends $needed libssl3 >"$work/apt.log" 2>&1 || { tail -n 5 "$work/apt.log" >&2; fail "apt-get failed."; }
    chroot "$debian" apt-get clean
    tar -C "$debian" -cf "$work/base.tar" .
    rm -rf "$debian"
fi

fresh() {
    rm -rf "$debian"
    mkdir -p "$debian/root"
    tar -C "$debian" -xf "$work/base.tar"
    mkdir -p "$debian/root/packages"
    cp "$work"/first/*_amd64.deb "$debian/root/packages"
}

in_chroot() { chroot "$debian" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 "$@"; }
chroot_says() { in_chroot sh -c "$1"; }
installed_file() { printf '/root/packages/edge-gateway_%s_amd64.deb' "$1"; }

step "in a chroot without systemd"
fresh
mount -t proc none "$debian/proc"
mount --bind /dev "$debian/dev"
refused "without a runtime dpkg refuses and names it" "aspnetcore-runtime-10.0" in_chroot dpkg -i "$(installed_file "$version")"
check "with edge-gateway-runtime beside it, it installs" in_chroot sh -c 'dpkg -i /root/packages/edge-gateway-runtime_*_amd64.deb && dpkg --configure -a'
check "the program runs" chroot_says 'edge-gateway --version'
check "its native libraries are found" chroot_says 'for l in libmosquitto.so.1 libmodbus.so.5 librsvg-2.so.2 libcairo.so.2 libfontconfig.so.1 libfreetype.so.6; do ldconfig -p | grep -q "$l" || { echo "$l"; exit 1; }; done'
check "the unit is enabled" in_chroot test -L /etc/systemd/system/multi-user.target.wants/edge-gateway.service
check "user and groups are there" chroot_says 'getent passwd edge-gateway && getent group dialout lp plugdev input video render iio'
check "state is the gateway's alone" is "$(in_chroot stat -c '%a %U %G' /var/lib/edge-gateway)" "700 edge-gateway edge-gateway"
check "the configuration is root's, and the gateway may read it" is "$(in_chroot stat -c '%a %U %G' /etc/edge-gateway)" "750 root edge-gateway"
for arguments in "configure $version" "configure $version" "abort-upgrade $version" "abort-remove" "abort-deconfigure in-favour x 1"; do
    check "postinst $arguments" chroot_says "/var/lib/dpkg/info/edge-gateway.postinst $arguments"
done
for arguments in "failed-upgrade 0 1" "upgrade 9" "deconfigure in-favour x 1"; do
    check "prerm $arguments" chroot_says "/var/lib/dpkg/info/edge-gateway.prerm $arguments"
done
for arguments in "abort-install" "abort-upgrade 1" "failed-upgrade 0" "upgrade 9"; do
    check "postrm $arguments" chroot_says "/var/lib/dpkg/info/edge-gateway.postrm $arguments"
done
refused "an argument that dpkg never gives is told" "unknown argument" chroot_says "/var/lib/dpkg/info/edge-gateway.postinst nonsense"
check "removed" in_chroot dpkg --remove edge-gateway
check "purged" in_chroot dpkg --purge edge-gateway edge-gateway-runtime
check "purged again: nothing to do" in_chroot dpkg --purge edge-gateway
for left in etc/edge-gateway var/lib/edge-gateway usr/lib/edge-gateway usr/lib/edge-gateway-runtime usr/bin/edge-gateway etc/systemd/system/multi-user.target.wants/edge-gateway.service; do
    check "nothing is left at /$left" absent "$debian/$left"
done
umount "$debian/dev" "$debian/proc"

# --- 3. Under systemd --------------------------------------------------------------------------------------------------
# Where no systemd runs outside, the machine gets control groups of its own, so that it touches nobody else's.
own_groups() {
    [[ ! -d /run/systemd/system ]] || return 0
    local hierarchy
    for hierarchy in /sys/fs/cgroup/systemd /sys/fs/cgroup/unified; do
        [[ ! -d $hierarchy ]] || printf '%s\n' "$hierarchy/$machine"
    done
}

# boot_machine OPTION...: boots it, with these options of systemd-nspawn as well.
boot_machine() {
    local options=(-D "$debian" --machine="$machine" --private-network --link-journal=no --boot "$@")
    [[ -d /run/systemd/system ]] || options+=(--register=no --keep-unit)
    # shellcheck disable=SC2046 # One word a group.
    setsid bash -c 'while [[ $1 != -- ]]; do mkdir -p "$1"; echo $BASHPID >"$1/cgroup.procs"; shift; done; shift; exec systemd-nspawn "$@"' machine $(own_groups) -- "${options[@]}" \
        </dev/null >"$work/boot.log" 2>&1 &
    boot=$!
    for _ in $(seq 100); do
        leader=$(pgrep -P "$boot" -x systemd || true)
        [[ -z $leader ]] || ! inside systemctl is-system-running 2>/dev/null | grep -qE 'running|degraded' || return 0
        kill -0 "$boot" 2>/dev/null || break
        sleep 0.3
    done
    tail -n 5 "$work/boot.log" >&2
    say "test-install.sh: systemd does not boot in systemd-nspawn here; what needs it is skipped"
    printf -- '-- %s checks, %s failed; systemd part SKIPPED\n' "$checks" "$failures"
    [[ $failures -eq 0 ]] && exit 77
    exit 1
}

halt_machine() {
    [[ -n $boot ]] || return 0
    inside systemctl poweroff 2>/dev/null || true
    for _ in $(seq 60); do
        kill -0 "$boot" 2>/dev/null || break
        sleep 0.5
    done
    kill -KILL "$boot" 2>/dev/null || true
    wait "$boot" 2>/dev/null || true
    boot=
    local group
    for group in $(own_groups); do
        [[ ! -d $group ]] || find "$group" -depth -type d -exec rmdir {} + 2>/dev/null || true
    done
}

# cut_power: everything in the machine ends at once, and it is booted again.
cut_power() {
    kill -KILL "$leader"
    halt_machine
    booted=$SECONDS
    boot_machine
    start_scale
}

start_scale() {
    [[ -z $feed ]] || kill "$feed" 2>/dev/null || true
    nsenter -t "$leader" -n socat TCP-LISTEN:4001,reuseaddr,fork "EXEC:$work/scale" >/dev/null 2>&1 &
    feed=$!
}

inside() { nsenter -t "$leader" -a -- env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 "$@"; }
inside_says() { inside sh -c "$1"; }
property() { inside systemctl show edge-gateway -p "$1" --value; }
# until_true SECONDS COMMAND...: polls.
until_true() {
    local end=$((SECONDS + $1)) answer
    shift
    while ! answer=$("$@" 2>&1); do
        [[ $SECONDS -lt $end ]] || { printf '%s\n' "$answer"; inside systemctl status edge-gateway --no-pager -n 0; inside journalctl -u edge-gateway -n 12 --no-pager -o cat || true; return 1; }
        sleep 0.2
    done
}
web() { nsenter -t "$leader" -n curl -fsS --max-time 5 "$@"; }
active() { is "$(property ActiveState)" active; }
status_has() { property StatusText | grep -q -- "$1" || { property StatusText; return 1; }; }
scale_weighs() { web http://127.0.0.1:8080/v1/status | grep -q '"weight":"1.240"'; }
# post ID: one event through the tills' door, kept before it is answered.
post() {
    web -H "Authorization: Bearer a-token-of-this-test" -H "Content-Type: application/json" -d "{\"id\":\"$1\",\"type\":\"scan.read\",\"data\":{\"symbology\":\"EAN-13\",\"text\":\"4006381333931\"}}" http://127.0.0.1:8081/v1/events >/dev/null
}
# scans: the ids of all scans that are in the outbox, sorted.
scans() { inside_says 'edge-gateway outbox export /var/lib/edge-gateway/outbox.db 2>/dev/null' | grep '"type":"scan.read"' | sed -n 's/.*"originid":"\([0-9a-f-]*\)".*/\1/p' | sort; }
verified() { inside_says 'edge-gateway outbox verify /var/lib/edge-gateway/outbox.db'; }
expected=()
# accept N: posts N more events and remembers them.
accept() {
    local id
    for _ in $(seq "$1"); do
        id=$(cat /proc/sys/kernel/random/uuid)
        post "$id"
        expected+=("$id")
    done
}
all_there() { is "$(scans | sha256sum)" "$(printf '%s\n' "${expected[@]}" | sort | sha256sum)" && verified; }
restarts() { property NRestarts; }
configure() {
    sed "s#@DEVICES@#$1#" >"$debian/etc/edge-gateway/gateway.json" <<'JSON'
{ "store": "store-1", "gateway": "gw-1", "dataFolder": "/var/lib/edge-gateway",
  "uplink": { "host": "127.0.0.1", "port": 1 },
  "intake": { "url": "http://127.0.0.1:8081", "tokenFile": "/etc/edge-gateway/intake.token" },
  "devices": [ @DEVICES@ ] }
JSON
}
scale='{ "id": "scale-1", "driver": "st-gs-line", "port": "tcp://127.0.0.1:4001" }'
second='{ "id": "scale-2", "driver": "st-gs-line", "port": "tcp://127.0.0.1:4002" }'

step "under systemd, in systemd-nspawn without network"
fresh
boot_machine
check "installed: runtime and gateway" inside_says "dpkg -i /root/packages/edge-gateway-runtime_*_amd64.deb $(installed_file "$version")"
check "as installed it runs, and waits for a code" until_true 20 status_has "not joined"
check "its page asks for the code" web -o /dev/null http://127.0.0.1:8080/join.js
check "its configuration is right" inside edge-gateway check-config /etc/edge-gateway/gateway.json
inside_says 'systemctl stop edge-gateway && rm /etc/edge-gateway/gateway.json'
inside systemctl start edge-gateway
check "without a configuration it does not start and has not failed" is "$(property ActiveState) $(property ConditionResult)" "inactive no"
check "and an upgrade does not bring it back" inside_says "dpkg -i $(installed_file "$version") && test ! -e /etc/edge-gateway/gateway.json"
check "systemd finds nothing wrong with the unit" inside_says '! systemd-analyze verify edge-gateway.service 2>&1 | grep edge-gateway'
check "exposure 2.0 or less, as systemd sees the unit that runs" inside systemd-analyze security --threshold=20 --no-pager edge-gateway.service
check "the journal is limited" inside_says 'systemd-analyze cat-config systemd/journald.conf | grep -q "^SystemMaxUse=64M"'

printf 'a-token-of-this-test' >"$debian/etc/edge-gateway/intake.token"
inside_says 'chown edge-gateway: /etc/edge-gateway/intake.token && chmod 600 /etc/edge-gateway/intake.token'
configure "$scale"
inside_says 'chgrp edge-gateway /etc/edge-gateway/gateway.json && chmod 640 /etc/edge-gateway/gateway.json'
printf '%s\n' '#!/bin/sh' 'while printf "ST,GS,+ 1.240kg\r\n"; do sleep 0.2; done' >"$work/scale"
chmod 755 "$work/scale"
start_scale
touch "$debian/root/before-the-start"
check "systemctl start comes back when it is ready" inside systemctl start edge-gateway
check "it runs as its own user, from the runtime package" inside_says "ps -o user=,args= -p \$(systemctl show edge-gateway -p MainPID --value) 2>/dev/null | grep -q '^edge-gat.*/usr/lib/edge-gateway-runtime/dotnet' || tr '\\0' ' ' </proc/\$(systemctl show edge-gateway -p MainPID --value)/cmdline | grep -q edge-gateway-runtime/dotnet"
check "the console answers" web -o /dev/null http://127.0.0.1:8080/
check "it weighs, on a scale over TCP" until_true 20 scale_weighs
check "STATUS= says devices, uplink and outbox" until_true 15 status_has 'headquarters .*events waiting, 1 of 1 devices online'
accept 20
check "20 events are accepted and in the outbox" all_there

printf '{ "store": 1 }' >"$debian/etc/edge-gateway/gateway.json"
check "reload with a mistake in the file comes back" inside systemctl reload edge-gateway
check "STATUS= says that it was refused, and where" until_true 15 status_has 'configuration refused: .*gateway.json'
check "the old configuration goes on" scale_weighs
configure "$scale, $second"
check "reload with another device" inside systemctl reload edge-gateway
check "it is there without a restart" until_true 15 status_has '1 of 2 devices online'
configure "$scale"
inside systemctl reload edge-gateway
check "and gone" until_true 15 status_has '1 of 1 devices online'
check "none of this restarted the service" is "$(restarts)" 0

mkdir -p "$debian/run/systemd/system/edge-gateway.service.d"
inside_says 'mkdir -p /run/systemd/system/edge-gateway.service.d && printf "[Service]\nWatchdogSec=6\n" >/run/systemd/system/edge-gateway.service.d/watchdog.conf && systemctl daemon-reload && systemctl restart edge-gateway'
inside_says 'sleep 14'
check "the watchdog is fed while it works" is "$(property ActiveState) $(restarts)" "active 0"
inside_says 'kill -STOP $(systemctl show edge-gateway -p MainPID --value)'
check "a gateway that hangs is started again by the watchdog" until_true 40 inside_says 'test "$(systemctl show edge-gateway -p NRestarts --value)" -ge 1 && systemctl is-active -q edge-gateway'
check "all events are there" until_true 10 all_there
inside_says 'rm -r /run/systemd/system/edge-gateway.service.d && systemctl daemon-reload && systemctl restart edge-gateway'
until_true 20 active >/dev/null
accept 20
inside_says 'systemctl kill -s KILL --kill-who=main edge-gateway'
check "killed, it is back" until_true 20 post "${expected[0]}"
check "and no event is lost or doubled" all_there

# Updates: a signed bundle that stays, and one that is gone back from because a device is not there any more.
gateway_says() { inside_says "setpriv --reuid=edge-gateway --regid=edge-gateway --init-groups edge-gateway $1"; }
update_state() { gateway_says 'update status' | grep -q -- "$1" || { gateway_says 'update status'; return 1; }; }
runs_from() { inside_says "tr '\\0' ' ' </proc/\$(systemctl show edge-gateway -p MainPID --value)/cmdline" | grep -q -- "$1/edge-gateway.dll"; }
serial=$(date +%s)
bundle() { "$root/deploy/update/make-bundle.sh" --package "$(deb "$version")" --key "$work/update.key" --serial "$1" --to "$debian/root/update-$1" && mv "$debian/root/update-$1"/*.update "$debian/root/$1.update"; }
minisign -G -W -f -p "$work/update.pub" -s "$work/update.key" >/dev/null
check "a bundle is made of the package" bundle "$serial"
refused "without a key no update is taken" "takes no updates" gateway_says "update - </root/$serial.update"
install -m 644 "$work/update.pub" "$debian/etc/edge-gateway/update.pub"
head -c 1000000 "$debian/root/$serial.update" >"$debian/root/cut.update"
refused "a bundle that is cut short is refused" "cut short" gateway_says 'update - </root/cut.update'
check "a signed one is checked and waits" gateway_says "update - </root/$serial.update"
check "the gateway tries it, and keeps it" until_true 100 update_state '"confirmed":"a".*"trial":null'
check "it runs from its slot" runs_from update/a
check "the scale is there" until_true 20 scale_weighs
check "all events are there" all_there
refused "the same bundle again is refused" "has had serial $serial" gateway_says "update - </root/$serial.update"
accept 5
bundle $((serial + 1)) >/dev/null 2>&1
check "the next one waits" gateway_says "update - </root/$((serial + 1)).update"
# The connection that stands goes on; the version on trial finds nobody to connect to.
kill "$feed"
check "it is tried" until_true 60 update_state '"trial":{"slot":"b"'
tried=$SECONDS
check "and gone back from, because the scale is gone" until_true 60 update_state '"trial":null.*"failed":{"serial":'"$((serial + 1))"'.*scale-1'
check "the version before runs" until_true 20 runs_from update/a
check "within a minute: $((SECONDS - tried)) s" test $((SECONDS - tried)) -le 60
start_scale
check "the scale is there" until_true 60 scale_weighs
check "all events are there" all_there
# The power goes while a version is on trial, and while a bundle is written.
bundle $((serial + 2)) >/dev/null 2>&1
check "a third one waits" gateway_says "update - </root/$((serial + 2)).update"
check "it is tried" until_true 60 runs_from update/b
cut_power
check "power cut on trial: a version that worked runs $(until_true 60 scale_weighs >/dev/null; echo $((SECONDS - booted))) s after the power is back" runs_from update/a
check "within 30 s" test $((SECONDS - booted)) -le 30
check "all events are there" all_there
bundle $((serial + 3)) >/dev/null 2>&1
touch "$work/before-the-cut"
gateway_says "update - </root/$((serial + 3)).update" >/dev/null 2>&1 &
writing=$!
grows() { [[ -n $(find "$debian/var/lib/edge-gateway/update" -type f -newer "$work/before-the-cut" 2>/dev/null | head -n 1) ]]; }
until grows || ! kill -0 "$writing" 2>/dev/null; do :; done
cut_power
wait "$writing" 2>/dev/null || true
check "power cut while a bundle is written: a version that worked runs $(until_true 60 scale_weighs >/dev/null; echo $((SECONDS - booted))) s after the power is back" runs_from update/a
check "within 30 s" test $((SECONDS - booted)) -le 30
check "all events are there" all_there
check "the bundle, given again, is taken" gateway_says "update - </root/$((serial + 3)).update"
check "tried, and kept" until_true 100 update_state '"confirmed":"b".*"trial":null'
check "the scale is there" until_true 20 scale_weighs
echo "not what was signed" >>"$debian/var/lib/edge-gateway/update/b/Drivers.dll"
inside systemctl restart edge-gateway
check "a version that was changed on the disk does not start, the one before does" runs_from update/a
check "all events are there" until_true 10 all_there

# What it wrote since it was started, beside its state: the journal's and systemd's own files are not its.
written() {
    is "$(cd "$debian" && find . -xdev -newer root/before-the-start -type f ! -path './var/lib/edge-gateway/*' ! -path './etc/edge-gateway/*' ! -path './var/log/*' ! -path './run/*' ! -path './proc/*' ! -path './sys/*' ! -path './dev/*' ! -path './tmp/*' ! -path './var/tmp/*' ! -path './root/*' ! -path './var/lib/systemd/*' ! -path './etc/systemd/*' ! -path './etc/.pwd.lock' ! -path './etc/machine-id' | sort)" ""
}
check "it wrote to its state folder and nowhere else" written
check "the state folder is its own and closed" inside_says 'test -z "$(find /var/lib/edge-gateway \( ! -user edge-gateway -o -perm /077 \) -print)"'
check "stopped, it ends in order" inside_says 'systemctl stop edge-gateway && test "$(systemctl show edge-gateway -p Result --value)" = success'
halt_machine

step "with the root read-only and /var/lib/edge-gateway apart"
rm -rf "$work/state"
mv "$debian/var/lib/edge-gateway" "$work/state"
mkdir -m 700 "$debian/var/lib/edge-gateway"
boot_machine --read-only --bind="$work/state:/var/lib/edge-gateway"
check "nothing else can be written" inside_says '! touch /etc/x /usr/x /var/x 2>/dev/null'
check "it runs" until_true 20 active
accept 5
check "all events are there" all_there
halt_machine
rmdir "$debian/var/lib/edge-gateway"
mv "$work/state" "$debian/var/lib/edge-gateway"
boot_machine
check "and with a root that can be written it comes up by itself" until_true 20 active
check "all events are there" all_there

before=$(scans)
check "upgraded" inside_says "dpkg -i $(installed_file "$version+next")"
check "the new version runs" until_true 20 active
check "events before are events after" is "$(scans)" "$before"
accept 5
check "upgraded to the same version again" inside_says "dpkg -i $(installed_file "$version+next")"
check "events and new ones" all_there

check "removed" inside dpkg --remove edge-gateway
check "the service is gone" inside_says '! systemctl is-active -q edge-gateway && ! pgrep -u edge-gateway >/dev/null 2>&1'
check "configuration and events stay" inside_says 'test -s /etc/edge-gateway/gateway.json && test -s /var/lib/edge-gateway/outbox.db'
check "installed again, it runs" inside_says "dpkg -i $(installed_file "$version") && systemctl is-active edge-gateway"
check "with all events" all_there
refused "purge is refused while events wait, and says how many and what to do" "NOT PURGED: [0-9]* events" inside dpkg --purge edge-gateway
check "and the events are still there" inside_says 'test -s /var/lib/edge-gateway/outbox.db'
inside touch /var/lib/edge-gateway/discard-unsent
check "purged once the loss is agreed to" inside dpkg --purge edge-gateway
check "nothing is left" inside_says 'for f in /etc/edge-gateway /var/lib/edge-gateway /usr/lib/edge-gateway /etc/systemd/system/multi-user.target.wants/edge-gateway.service; do [ ! -e $f ] || { echo $f; exit 1; }; done'

step "first boot, as cloud-init would run it"
card="$debian/root/card"
mkdir -p "$card"
echo 'APT::Install-Recommends "false";' >"$debian/etc/apt/apt.conf.d/99test"
cp "$root/deploy/raspi/first-boot/first-boot.sh" "$card"
first_boot() { inside env EDGE_GATEWAY_PAUSE=0 sh /root/card/first-boot.sh /root/card; }
refused "without packages it says so" "there is no edge-gateway\*.deb" first_boot
cp "$work/first/edge-gateway_${version}_arm64.deb" "$card"
refused "with those of another processor too" "is for arm64, this box is amd64" first_boot
rm "$card"/*.deb
cp "$(deb "$version")" "$work"/first/edge-gateway-runtime_*_amd64.deb "$card"
echo '{ "store": "store-1", "gatewai": "gw-1" }' >"$card/gateway.json"
refused "with mistakes in it too, and where" "gateway.json:1: gatewai" first_boot
configure "$scale"
mv "$debian/etc/edge-gateway/gateway.json" "$card/gateway.json"
printf 'a-token-of-this-test' >"$card/intake.token"
printf '{"code":"one-time"}' >"$card/join"
check "it makes a store's box" first_boot
check "which runs" until_true 20 active
check "and takes events" post "$(cat /proc/sys/kernel/random/uuid)"
check "the code is the gateway's alone" is "$(inside stat -c '%a %U' /var/lib/edge-gateway/join)" "600 edge-gateway"
check "no secret is left on the card" is "$(find "$card" -name 'join' -o -name '*.token' -o -name '*.password')" ""
check "what it did is on the card" grep -q "it runs" "$card/first-boot.log"
check "run again, it changes nothing" first_boot
inside_says 'touch /var/lib/edge-gateway/discard-unsent && dpkg --purge edge-gateway' >/dev/null 2>&1
halt_machine

if [[ ! -x $headquarters_program ]] || ! have jq mosquitto; then
    step "as a new user: SKIPPED, needs ./run --build-only, jq and mosquitto"
else
    step "as a new user: packages and a join file on the card, nothing else"
    fresh
    boot_machine
    # Not within a check: what it starts must be known here, to be ended.
    start_headquarters store-9 || true
    check "headquarters and its broker are there" asked "$headquarters_url/healthz"
    rm -rf "$card"
    mkdir -p "$card"
    echo 'APT::Install-Recommends "false";' >"$debian/etc/apt/apt.conf.d/99test"
    cp "$root/deploy/raspi/first-boot/first-boot.sh" "$(deb "$version")" "$work"/first/edge-gateway-runtime_*_amd64.deb "$card"
    joined_with=$(join_text store-9 gw-9)
    printf '%s' "$joined_with" >"$card/join"
    began=$SECONDS
    check "the box is made" first_boot
    check "it has joined, and headquarters hears of it" until_true 60 told_by gw-9 store-9
    printf '      %s s from the start of first-boot.sh until headquarters had an event of the box\n' "$((SECONDS - began))"
    check "STATUS= says so" until_true 15 status_has "headquarters connected"
    check "its key is its own" is "$(inside stat -c '%a %U' /var/lib/edge-gateway/identity.pem)" "600 edge-gateway"
    check "the code is nowhere on the card or on the box" is "$(find "$card" "$debian/var/lib/edge-gateway" -name join)" ""
    check "a second box with the same file is refused" refused_again
    check "headquarters has it say its last lines" asked -H "Content-Type: application/json" -d '{"lines":5}' "$headquarters_url/api/gateways/gw-9/commands/logs"
    # A campaign: headquarters brings the package as a later bundle, and the box that joined fetches, tries and keeps it.
    install -m 644 "$work/update.pub" "$debian/etc/edge-gateway/update.pub"
    serial=$((serial + 10))
    bundle "$serial" >/dev/null 2>&1
    check "headquarters takes a bundle" brought "$debian/root/$serial.update"
    check "a campaign begins" until_true 30 campaign_begins
    check "the box has fetched, tried and kept it" until_true 240 campaign_says /gateways '"state":"done"'
    check "the campaign is over" until_true 30 campaign_says "" '"state":"finished"'
    check "it runs from its slot" runs_from update/a
    check "headquarters sees it online" until_true 60 asked_says /api/fleet '"state":"\(online\|degraded\)"'
    end_headquarters
    halt_machine
fi

step "done"
printf '%s checks, %s failed\n' "$checks" "$failures"
[[ $failures -eq 0 ]]

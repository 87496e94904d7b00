#!/usr/bin/env bash
# Takes the pictures of docs/screenshots anew: builds, starts headquarters with a demonstration and a live store, looks at its pages, ends everything.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=scripts/common.sh
. "$root/scripts/common.sh"
# shellcheck source=scripts/build.sh
. "$root/scripts/build.sh"

days=${1:-90}
[[ $days =~ ^[0-9]{1,3}$ ]] || fail "Usage: scripts/screenshots.sh [DAYS]   (how long the demonstration has lived; '$days' is no number of days)"

need_programs 10.0.4xx
lock_build
need_packages mosquitto libmosquitto1 libmodbus5 librsvg2-2 libcairo2 libfontconfig1 libfreetype6 fonts-noto-cjk chromium pngquant
trap end_build EXIT
build_web
publish_programs
end_build
unlock_build

log=$(mktemp)
pictures=$(mktemp -d)
work=$(mktemp -d)
world=
# shellcheck source=scripts/joined-parts.sh
. "$root/scripts/joined-parts.sh"
finish() {
    end_headquarters
    if [[ -n "$world" ]]; then
        kill -TERM "$world" 2>/dev/null || true
        wait "$world" || true
    fi
    rm -rf "$log" "$pictures" "$work"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

say "loading a demonstration of $days days"
"$published/world/world" run --demo --demo-days "$days" --models none >"$log" 2>&1 &
world=$!
until grep -q '^working folder' "$log"; do
    kill -0 "$world" 2>/dev/null || {
        world=
        cat "$log" >&2
        fail "Headquarters did not start."
    }
    sleep 1
done
url=$(sed -n 's/^headquarters  *//p' "$log")
password=$(sed -n 's/^sign in as  *owner with //p' "$log")

say "taking the pictures"
(cd "$root/Cloud/Web" && node dev/screenshots.mjs "$url" owner "$password" "$pictures")

say "installing a box as docs/install.md says, and taking its pictures"
start_headquarters store-1
box=http://127.0.0.1:18080
printf '{ "dataFolder": "%s", "console": { "url": "%s" } }\n' "$work/box" "$box" >"$work/gateway.json"
part "$work/box.log" "$published/edge-gateway/edge-gateway" run --config "$work/gateway.json"
until grep -q '^joining' "$work/box.log"; do
    kill -0 "${headquarters_parts[-1]}" 2>/dev/null || {
        cat "$work/box.log" >&2
        fail "The box does not start."
    }
    sleep 0.2
done
(cd "$root/Cloud/Web" && SETUP_CODE=$(cat "$setup_code") node dev/technician.mjs "$headquarters_url" "$box" "$(sed -n 's/^store-1  *//p' "$log")" "$pictures")
pngquant --force --ext .png --speed 1 128 "$pictures"/*.png
mkdir -p "$root/docs/screenshots"
rm -f "$root"/docs/screenshots/*.png
mv "$pictures"/*.png "$root/docs/screenshots/"
du -ch "$root"/docs/screenshots/*.png | tail -n 1 >&2

#!/usr/bin/env bash
# Where the gateway's time and memory go. See scripts/profile.sh --help.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=scripts/common.sh
. "$root/scripts/common.sh"

if [[ ${1:-} == -h || ${1:-} == --help ]]; then
    cat <<'HELP'
Usage: scripts/profile.sh [SECONDS]      (after ./run --build-only; as root, for perf and for the stacks of another process)

Runs the published gateway with 256 devices that hand events over, with a backlog that it sends, and in a full store; samples its stacks for SECONDS (10) of each
and prints what the time served and where the memory lies. Puts the table into docs/performance.md. Some four minutes; the full store needs 6 GB.
HELP
    exit 0
fi
command -v perf >/dev/null || fail "perf is missing: apt-get install linux-perf"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$root"
# Built before or now; a bench that is there is not built again.
[[ -x artifacts/bin/Bench/release/bench ]] || dotnet build -c Release -v quiet bench
artifacts/bin/Bench/release/bench profile "$folder" "${1:-10}" --page docs/performance.md

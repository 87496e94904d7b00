#!/usr/bin/env bash
# Our gateway while its clock jumps: a day ahead, a year back, to 1970. See --help.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
if [[ ${1:-} == -h || ${1:-} == --help ]]; then
    cat <<'HELP'
Usage: scripts/clock-jumps.sh

Plays the conformance kit's scenario clock-jumps with our published gateway under libfaketime (Debian: faketime): the wall clock of the gateway alone
jumps a day ahead, a year back and to 1970 while events come, the network is cut and mended, and the gateway is killed. Exit 0 where nothing was
lost, doubled or reordered. Before it: ./run --build-only
HELP
    exit 0
fi
exec "$root/tests/conformance/run" --peer edge-gateway-faketime --scenario clock-jumps --results "${TMPDIR:-/tmp}/clock-jumps.jsonl" --strict

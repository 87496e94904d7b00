#!/usr/bin/env bash
# Writes docs/reliability.md out of what each proof says now. See scripts/reliability.sh --help.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=scripts/common.sh
. "$root/scripts/common.sh"

if [[ ${1:-} == -h || ${1:-} == --help ]]; then
    cat <<'HELP'
Usage: scripts/reliability.sh [PROOF]...      (after ./run --build-only and ./test, which build what is run)

Runs the named proofs, or all of them (some hours), and puts what each said into docs/reliability.md: its command, its last lines as they were, the day and
whether it passed. What other proofs said stays. Exit 1 where one failed. `scripts/reliability.sh --list` names them. As root: some mount a small disk.
HELP
    exit 0
fi
exec node "$root/scripts/reliability.mjs" "$@"

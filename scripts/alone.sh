#!/usr/bin/env bash
# Runs each test of a project in a process of its own. See scripts/alone.sh --help.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=scripts/common.sh
. "$root/scripts/common.sh"

if [[ ${1:-} == -h || ${1:-} == --help ]]; then
    cat <<'HELP'
Usage: scripts/alone.sh [PROJECT]...      (after ./test, which builds them)

Runs each test method of the named test projects (without a name: Core Drivers Contracts Vision) in a process of its own, without what needs PostgreSQL or whole programs:
what passes only because another test ran before it, fails. Half a second a method. Exit 1 where one failed.
HELP
    exit 0
fi

[[ $# -gt 0 ]] || set -- Core Drivers Contracts Vision
left=(-trait- needs=world -trait- needs=postgres)
failed=0
for project in "$@"; do
    program=$root/artifacts/bin/$project.Tests/release/$project.Tests
    if [[ ! -x $program ]]; then
        echo "$program is not there; ./test builds it" >&2
        exit 2
    fi
    count=0
    while read -r method; do
        count=$((count + 1))
        if ! said=$(timeout 300 "$program" -noLogo -noColor -method "$method" "${left[@]}" 2>&1 </dev/null); then
            failed=$((failed + 1))
            printf 'FAIL %s\n%s\n' "$method" "$(grep -A 6 '\[FAIL\]' <<<"$said" | head -20)"
        fi
    done < <("$program" -noLogo -noColor -list methods "${left[@]}" | sed 's/^ *//' | grep "^$project\.Tests\.")
    if [[ $count == 0 ]]; then
        echo "$program lists no tests" >&2
        exit 2
    fi
    echo "$project: $count methods alone"
done
echo "$failed failed"
[[ $failed == 0 ]]

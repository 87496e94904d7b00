#!/usr/bin/env bash
# Changes the sources a little and looks whether a test notices. See scripts/mutation.sh --help.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=scripts/common.sh
. "$root/scripts/common.sh"

if [[ ${1:-} == -h || ${1:-} == --help ]]; then
    cat <<'HELP'
Usage: scripts/mutation.sh [AREA]... [OPTION]...

Compiles an area's sources with every small change in them (a mutant each: a < that becomes <=, a condition the other way round, a statement left out), runs the test classes
that come by it with one mutant alive at a time, and says which no test noticed. What lives of the outbox, the uplink and ingest, eight simulated worlds are run with. A line for each area ends the output; artifacts/mutation/AREA.json has every mutant.
Without an AREA all of them, some hours. Exit 1 where a mutant lives that tests/Mutation/explained.txt does not explain.

  AREA             outbox uplink ingest scales printers scanners shelves gs1 pipeline contracts (tests/Mutation/Area.cs)
  --files PATTERN  only these sources: '**/OutboxCursor.cs' (several times: any of them)
  --since COMMIT   only sources changed since then
  --jobs N         so many at the same time (1)
  --quick          without the test classes that take more than three seconds: for looking at what an area's own tests miss; says "survived" of what the others may notice
  --again          only what no test noticed the last time, after tests were added and nothing else
  --no-build       with the test programs that are built
  --living         runs nothing: says again what the last runs found
  --page           runs nothing: writes what the last runs found into docs/mutation.md
HELP
    exit 0
fi

build=true
words=()
projects=()
for word in "$@"; do
    case $word in
        outbox) projects+=(Core.Tests Simulation) && words+=("$word") ;;
        gs1 | pipeline) projects+=(Core.Tests) && words+=("$word") ;;
        uplink | ingest) projects+=(Cloud.Tests Simulation) && words+=("$word") ;;
        scales | printers | scanners | shelves) projects+=(Drivers.Tests) && words+=("$word") ;;
        contracts) projects+=(Contracts.Tests) && words+=("$word") ;;
        --no-build) build=false ;;
        --living | --page)
            build=false
            words+=("$word")
            ;;
        *) words+=("$word") ;;
    esac
done
build() {
    dotnet restore "$root/tests/$1" -v q >&2
    dotnet build "$root/tests/$1" -c Release --no-restore -v q -p:RunAnalyzers=false >&2
}
program=$root/artifacts/bin/Mutation/release/mutation
[[ $build == false && -x $program ]] || build Mutation
if [[ $build == true ]]; then
    [[ ${#projects[@]} -gt 0 ]] || projects=(Core.Tests Cloud.Tests Drivers.Tests Contracts.Tests Simulation)
    while read -r project; do
        build "$project"
    done < <(printf '%s\n' "${projects[@]}" | sort -u)
fi
export TMPDIR=${TMPDIR:-/tmp}
[[ $TMPDIR != /tmp || ! -d /dev/shm ]] || TMPDIR=/dev/shm
exec nice -n 10 "$program" --root "$root" ${words[@]+"${words[@]}"}

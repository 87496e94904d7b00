#!/usr/bin/env bash
# Thirty days without headquarters at full speed: memory, disk, gap records, writes. See --help.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

usage() {
    cat <<'HELP'
Usage: scripts/thirty-days.sh [--days N] [--cap BYTES] [--folder DIR]

Gives the real outbox N days (30) of five events a second, 12,960,000 in all, with the clock in step and headquarters away, in a file with the
cap of BYTES (1 GiB) in DIR (a new one below TMPDIR; it has to be on a disk: a folder in memory writes nothing). Then headquarters takes everything,
and every number is looked at. Prints a Markdown table; some minutes and twice the cap of disk. A try: --days 2 --cap 67108864
HELP
}

days=30
cap=$((1 << 30))
folder=
while [[ $# -gt 0 ]]; do
    case $1 in
        --days) days=$2 ;;
        --cap) cap=$2 ;;
        --folder) folder=$2 ;;
        -h | --help)
            usage
            exit 0
            ;;
        *)
            usage >&2
            exit 2
            ;;
    esac
    shift 2
done

bench="$root/artifacts/bin/Bench/release/bench"
[[ -x "$bench" ]] || dotnet build "$root/bench/Bench.csproj" -c Release -v quiet -nologo
if [[ -z "$folder" ]]; then
    folder=$(mktemp -d)
    trap 'rm -rf "$folder"' EXIT
fi

# As our gateway is shipped: the youngest generation not sized by the processor's cache, no profiles gathered for the compiler.
DOTNET_GCgen0size=0x400000 DOTNET_TieredPGO=0 "$bench" endurance "$folder" "$days" "$cap"

#!/usr/bin/env bash
# The inventory of what is shipped and depended on, with licences. See scripts/sbom.sh --help.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=scripts/common.sh
. "$root/scripts/common.sh"
# shellcheck source=scripts/checks.sh
. "$root/scripts/checks.sh"

to="$root/artifacts/sbom.cdx.json"
case ${1:-} in
    "") ;;
    --to) to=$2 ;;
    *)
        cat <<'HELP'
Usage: scripts/sbom.sh [--to FILE]

Writes an inventory (SBOM) as CycloneDX 1.6 JSON, to artifacts/sbom.cdx.json where nothing else is said: NuGet's and npm's packages by the lock files, Debian's
packages by the control files, model files with their sums; each with its licence. Exit 1 where a licence is not known, may not be shipped, or the file is not
valid by CycloneDX's own schema. Which licences may be shipped: scripts/checks/licences.json. NuGet's packages must be restored.
HELP
        [[ $1 == --help ]] && exit 0 || exit 2
        ;;
esac
install_checks
mkdir -p "$(dirname "$to")"
exec node "$root/scripts/checks/sbom.mjs" "$root" "$to"

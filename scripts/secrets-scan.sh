#!/usr/bin/env bash
# Looks for secrets in the checkout and in its history. See scripts/secrets-scan.sh --help.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=scripts/common.sh
. "$root/scripts/common.sh"
# shellcheck source=scripts/checks.sh
. "$root/scripts/checks.sh"

if [[ $# -gt 0 && $1 != --tree ]]; then
    cat <<'HELP'
Usage: scripts/secrets-scan.sh [--tree]

Puts every tracked file and every text that the git history ever held (each blob once) before secretlint with its recommended rules: keys, tokens and passwords
by the forms of their makers, private keys, connection strings and addresses with a password. Exit 1 where anything is found that scripts/checks/secrets-allowed.txt
does not name with a reason, where a line of that file finds nothing any more, or where a planted token is not found. The history takes long: --tree leaves it out.
HELP
    [[ $1 == --help ]] && exit 0 || exit 2
fi
install_checks
exec node "$root/scripts/checks/secrets.mjs" "$root" "$root/scripts/checks/secrets-allowed.txt" "$@"

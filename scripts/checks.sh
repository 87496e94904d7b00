# shellcheck shell=bash
# What the checks of npm need. Sourced after common.sh, with root set.
: "${root:?}"

# install_checks: the programs of scripts/checks, pinned by its lock file, without running anything of theirs.
install_checks() {
    local folder="$root/scripts/checks" inputs
    inputs=$(hash_of scripts/checks/package.json scripts/checks/package-lock.json)
    [[ "$(cat "$folder/node_modules/.installed" 2>/dev/null || true)" == "$inputs" ]] && return
    (cd "$folder" && npm ci --no-audit --no-fund --ignore-scripts --loglevel=error </dev/null >&2) || fail "npm ci failed in scripts/checks."
    echo "$inputs" >"$folder/node_modules/.installed"
}

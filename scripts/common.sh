# shellcheck shell=bash
# What ./run and ./test share: messages, and what must be installed. Sourced, never run; root is the folder of the checkout.
: "${root:?}"

say() { printf '%s\n' "$*" >&2; }

fail() {
    say "$*"
    exit 1
}

# have PROGRAM...: whether all of them are in the PATH.
have() {
    local program
    for program in "$@"; do
        command -v "$program" >/dev/null || return 1
    done
}

need_programs() {
    local wanted=$1
    command -v dotnet >/dev/null ||
        fail "The .NET SDK $wanted is needed and 'dotnet' is not in the PATH. See https://dotnet.microsoft.com/download"
    (cd "$root" && dotnet --version) >/dev/null 2>&1 ||
        fail "The .NET SDK $wanted is needed; installed: $(dotnet --list-sdks 2>/dev/null | cut -d' ' -f1 | paste -sd' ' || true). See https://dotnet.microsoft.com/download"
    have node npm ||
        fail "Node.js 20.19 or later with npm is needed for headquarters' pages. See https://nodejs.org"
    node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' ||
        fail "Node.js 20.19 or later is needed for headquarters' pages; installed: $(node --version). See https://nodejs.org"
    have setpriv setsid flock ||
        fail "setpriv, setsid and flock (Debian: util-linux) are needed."
}

# need_packages PACKAGE...: installs those Debian packages that are missing.
need_packages() {
    local package missing=() as_root=()
    for package in "$@"; do
        [[ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null || true)" == installed ]] || missing+=("$package")
    done
    [[ ${#missing[@]} -gt 0 ]] || return 0
    if [[ $EUID -ne 0 ]]; then
        sudo -n true 2>/dev/null ||
            fail "Missing packages. Run this once, then again what you ran: apt-get install ${missing[*]}   (as root)"
        as_root=(sudo -n)
    fi
    say "installing ${missing[*]}"
    local log
    log=$(mktemp)
    if ! { "${as_root[@]}" apt-get update && "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}"; } \
        </dev/null >"$log" 2>&1; then
        tail -n 5 "$log" >&2
        fail "apt-get could not install ${missing[*]}; its whole output is in $log"
    fi
    rm -f "$log"
}

# hash_of PATH...: one hash over names and contents of all files under these paths, built and downloaded ones left out.
hash_of() {
    (cd "$root" && find "$@" \( -name node_modules -o -name dist -o -name artifacts -o -name bin -o -name obj \) -prune -o -type f -print0 |
        LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -c1-16)
}

# Two copies may build at once: the second waits. The lock is let go of before anything long-lived starts.
lock_build() {
    mkdir -p "$root/artifacts"
    exec 9>"$root/artifacts/.build-lock"
    if ! flock -n 9; then
        say "waiting for another build in this folder"
        flock 9
    fi
}

unlock_build() {
    exec 9>&-
}

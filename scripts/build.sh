# shellcheck shell=bash
# Builds the pages and publishes the programs, each only when its inputs changed. Sourced, after common.sh, with the build lock held.
: "${root:?}"

# A compiler server of our own, ended by end_build: nothing of a build stays behind, and nothing of anybody else's is ended.
compiler_id="edge-$$-$RANDOM$RANDOM"
build_options=(-nologo -v:quiet -nodeReuse:false -p:UseSharedCompilation=true "-p:SharedCompilationId=$compiler_id")
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 MSBUILDDISABLENODEREUSE=1

end_build() {
    local process
    for process in /proc/[0-9]*; do
        if tr '\0' ' ' 2>/dev/null <"$process/cmdline" | grep -q -- "-pipename:$compiler_id"; then
            kill "${process#/proc/}" 2>/dev/null || true
        fi
    done
    # Its socket.
    rm -f "${TMPDIR:-/tmp}/$compiler_id"
}

# msbuild WHAT ARGUMENT...: a quiet dotnet call; on failure its errors, once each.
msbuild() {
    local what=$1 log
    shift
    log=$(mktemp)
    if ! (cd "$root" && dotnet "$@" "${build_options[@]}" </dev/null >"$log" 2>&1 9>&-); then
        grep -E '(error|warning) [A-Z]+[0-9]+|error :|error MSB' "$log" | LC_ALL=C sort -u | head -n 40 >&2 || tail -n 40 "$log" >&2
        rm -f "$log"
        fail "$what failed."
    fi
    rm -f "$log"
}

restore() {
    msbuild "The restore of the packages" restore EdgeGateway.sln -p:PublishReadyToRun=true
}

install_web() {
    local stamp="$root/Cloud/Web/node_modules/.installed" inputs
    inputs=$(hash_of Cloud/Web/package.json Cloud/Web/package-lock.json)
    [[ "$(cat "$stamp" 2>/dev/null || true)" == "$inputs" ]] && return
    say "installing what the pages need (npm ci)"
    (cd "$root/Cloud/Web" && npm ci --no-audit --no-fund --loglevel=error </dev/null >&2 9>&-) || fail "npm ci failed in Cloud/Web."
    echo "$inputs" >"$stamp"
}

# What reads the labels besides ours; without it those tests are skipped.
install_readers() {
    local folder="$root/tests/Drivers.Tests/Printers/Readers" inputs
    inputs=$(hash_of tests/Drivers.Tests/Printers/Readers/package.json tests/Drivers.Tests/Printers/Readers/package-lock.json)
    [[ "$(cat "$folder/node_modules/.installed" 2>/dev/null || true)" == "$inputs" ]] && return
    (cd "$folder" && npm ci --no-audit --no-fund --ignore-scripts --loglevel=error </dev/null >&2 9>&-) || fail "npm ci failed in tests/Drivers.Tests/Printers/Readers."
    echo "$inputs" >"$folder/node_modules/.installed"
}

# A real OpenID provider for headquarters' sign-in; without it those tests are skipped.
install_openid_provider() {
    local part=tests/Cloud.Tests/Crm/Access/OpenIdProvider inputs
    inputs=$(hash_of "$part/package.json" "$part/package-lock.json")
    [[ "$(cat "$root/$part/node_modules/.installed" 2>/dev/null || true)" == "$inputs" ]] && return
    (cd "$root/$part" && npm ci --no-audit --no-fund --ignore-scripts --loglevel=error </dev/null >&2 9>&-) || fail "npm ci failed in $part."
    echo "$inputs" >"$root/$part/node_modules/.installed"
}

# What the conformance kit speaks MQTT with; its peers install themselves when they are run.
install_kit() {
    local folder="$root/tests/conformance" inputs
    inputs=$(sha256sum "$folder/package-lock.json" | cut -c1-16)
    [[ "$(cat "$folder/node_modules/.installed" 2>/dev/null || true)" == "$inputs" ]] && return
    (cd "$folder" && npm ci --no-audit --no-fund --ignore-scripts --loglevel=error </dev/null >&2 9>&-) || fail "npm ci failed in tests/conformance."
    echo "$inputs" >"$folder/node_modules/.installed"
}

build_web() {
    local stamp="$root/artifacts/web.stamp" inputs
    inputs=$(hash_of Cloud/Web)
    [[ -f "$root/Cloud/Web/dist/index.html" && "$(cat "$stamp" 2>/dev/null || true)" == "$inputs" ]] && return
    install_web
    say "building the pages"
    local log
    log=$(mktemp)
    if ! (cd "$root/Cloud/Web" && npm run --silent build </dev/null >"$log" 2>&1 9>&-); then
        tail -n 40 "$log" >&2
        fail "npm run build failed in Cloud/Web."
    fi
    rm -f "$log"
    hash_of Cloud/Web >"$stamp"
}

# Publishes into a folder named by its inputs and points artifacts/publish at it, so that a copy that is running keeps its files.
publish_programs() {
    local inputs target
    inputs=$( (hash_of Cloud Drivers EdgeGateway Simulators scripts/publish.proj Directory.Build.props Directory.Packages.props global.json
        cat "$root/artifacts/web.stamp"
        dotnet --version) | sha256sum | cut -c1-16)
    target="$root/artifacts/published/$inputs"
    if [[ ! -d "$target" ]]; then
        say "building the programs"
        rm -rf "$target.part"
        restore
        msbuild "The build of the programs" msbuild scripts/publish.proj -t:Publish "-p:To=$target.part/"
        cp -r "$root/Cloud/Web/dist" "$target.part/headquarters/wwwroot"
        mv "$target.part" "$target"
        find "$root/artifacts/published" -mindepth 1 -maxdepth 1 -type d -printf '%T@ %p\n' | sort -rn | tail -n +4 | cut -d' ' -f2- | xargs -r rm -rf
    fi
    [[ -e "$root/artifacts/publish" && ! -L "$root/artifacts/publish" ]] && rm -rf "$root/artifacts/publish"
    ln -sfn "published/$inputs" "$root/artifacts/publish"
    # shellcheck disable=SC2034 # For ./run.
    published=$target
}

publish_planted_faults() {
    say "building the programs with planted faults"
    msbuild "The planted-fault build" msbuild scripts/publish.proj -t:PublishPlantedFaults "-p:To=$root/artifacts/planted-faults/publish/"
}

# The face models that anybody may use, and what runs them. Where they cannot be had, what needs them is skipped, visibly.
install_models() {
    if "$root/scripts/models.sh" --to "$root/artifacts/models" clean runtime </dev/null >&2 9>&-; then
        return
    fi
    say "no face models: what needs them is left out"
}

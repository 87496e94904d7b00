#!/usr/bin/env bash
# Builds the gateway's Debian packages. See deploy/raspi/package.sh --help.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck source=scripts/common.sh
. "$root/scripts/common.sh"

usage() {
    cat <<'HELP'
Usage: deploy/raspi/package.sh [--arch amd64|arm64]... [--to DIR] [--version V] [--runtime FROM]...

Builds edge-gateway_V_ARCH.deb: the gateway without a .NET runtime. amd64 is compiled ahead for a quick start; arm64 is portable code, for which the
runtime's compiler works on the box. Without --arch both. Nothing of it is signed: a repository signs.

  --to DIR         where the packages go; artifacts/packages of this checkout where it is left out
  --version V      the package's version; that of Directory.Build.props where it is left out
  --runtime FROM   build edge-gateway-runtime_V_ARCH.deb as well, which brings the runtime to machines that have none: from Microsoft's archive
                   aspnetcore-runtime-10.0.x-linux-arm64.tar.gz (or -x64), or from the folder of an installed .NET. Its processor is read from the files

The same commit gives the same bytes in any folder (SOURCE_DATE_EPOCH is the commit's time where it is not set).
HELP
}

archs=()
runtimes=()
to="$root/artifacts/packages"
version=$(sed -n 's:.*<Version>\(.*\)</Version>.*:\1:p' "$root/Directory.Build.props")
while [[ $# -gt 0 ]]; do
    case $1 in
        -h | --help)
            usage
            exit 0
            ;;
        --arch | --to | --version | --runtime)
            [[ $# -gt 1 && -n "$2" ]] || fail "package.sh: $1 needs a value"
            case $1 in
                --arch)
                    [[ $2 == amd64 || $2 == arm64 ]] || fail "package.sh: --arch: came '$2'; expected amd64 or arm64"
                    archs+=("$2")
                    ;;
                --to) to=$2 ;;
                --version)
                    [[ $2 =~ ^[0-9][0-9A-Za-z.+~-]*$ ]] || fail "package.sh: --version: came '$2'; expected a Debian version such as 1.2.0"
                    version=$2
                    ;;
                --runtime)
                    [[ -e $2 ]] || fail "package.sh: --runtime: there is no $2"
                    runtimes+=("$2")
                    ;;
            esac
            shift
            ;;
        *)
            usage >&2
            exit 2
            ;;
    esac
    shift
done
[[ ${#archs[@]} -gt 0 ]] || archs=(amd64 arm64)
have dpkg-deb dotnet gzip || fail "package.sh needs dpkg-deb (Debian: dpkg), gzip and the .NET SDK."
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git -C "$root" log -1 --format=%ct 2>/dev/null || stat -c %Y "$root/CHANGELOG.md")}
export SOURCE_DATE_EPOCH
mkdir -p "$to"
to=$(cd "$to" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

here="$root/deploy/raspi"
umask 022

# publish ARCH: the program, in a folder named by its inputs, so that what has not changed is not built again; prints the folder. In an artifacts folder of
# its own, so that no other build is disturbed. The path of the checkout is not in it.
publish() {
    local artifacts="$root/artifacts/package" target log="$work/publish.log"
    target="$artifacts/programs/$1-$( (hash_of Cloud/Contracts Cloud/Mqtt Cloud/Uplink Drivers EdgeGateway Directory.Build.props Directory.Packages.props global.json
        dotnet --version
        git -C "$root" rev-parse HEAD 2>/dev/null || true) | sha256sum | cut -c1-16)"
    if [[ ! -d "$target" ]]; then
        local options=(-c Release -v:quiet -nologo -p:RunAnalyzers=false "-p:ArtifactsPath=$artifacts" "-p:PathMap=$root=/usr/src/edge-gateway" -p:UseAppHost=false)
        [[ $1 == arm64 ]] || options+=(-r linux-x64 --self-contained false -p:PublishReadyToRun=true)
        say "building the gateway for $1"
        rm -rf "$target.part"
        if ! (cd "$root" && dotnet publish EdgeGateway/Host/EdgeGateway.Host.csproj "${options[@]}" -o "$target.part" </dev/null >"$log" 2>&1); then
            tail -n 30 "$log" >&2
            fail "The build of the gateway for $1 failed."
        fi
        rm -f "$target.part"/*.xml
        # Portable output holds the native library of every processor.
        if [[ -d "$target.part/runtimes" ]]; then
            find "$target.part/runtimes" -mindepth 1 -maxdepth 1 ! -name linux-arm64 -exec rm -rf {} +
        fi
        mv "$target.part" "$target"
        find "$artifacts/programs" -mindepth 1 -maxdepth 1 -type d -printf '%T@ %p\n' | sort -rn | tail -n +5 | cut -d' ' -f2- | xargs -r rm -rf
    fi
    printf '%s\n' "$target"
}

# control FILE ARCH VERSION FOLDER: fills the template in.
control() {
    sed -e "s/@VERSION@/$3/" -e "s/@ARCH@/$2/" -e "s/@SIZE@/$(du -sk --apparent-size "$4" | cut -f1)/" "$1"
}

# pack FOLDER NAME: the package of a folder with DEBIAN in it: sorted, owned by root, with one time.
pack() {
    (cd "$1" && find . -type f ! -path './DEBIAN/*' -printf '%P\0' | LC_ALL=C sort -z | xargs -0 md5sum >DEBIAN/md5sums)
    chmod -R u=rwX,go=rX "$1"
    find "$1" -print0 | xargs -0 touch --no-dereference --date="@$SOURCE_DATE_EPOCH"
    dpkg-deb --root-owner-group -Zxz --build "$1" "$to/$2" >/dev/null
    say "$to/$2 ($(stat -c %s "$to/$2") bytes)"
}

gateway() {
    local arch=$1 tree="$work/gateway-$1" program
    program=$(publish "$arch")
    mkdir -p "$tree/DEBIAN" "$tree/usr/lib"
    cp -r "$program" "$tree/usr/lib/edge-gateway"
    install -m 755 "$here/start" "$tree/usr/lib/edge-gateway/start"
    # What decides whether the package's version or an update is the later one (docs/update.md).
    printf '%s\n' "$SOURCE_DATE_EPOCH" >"$tree/usr/lib/edge-gateway/serial"
    install -D -m 755 "$here/edge-gateway" "$tree/usr/bin/edge-gateway"
    install -D -m 644 "$here/edge-gateway.service" "$tree/usr/lib/systemd/system/edge-gateway.service"
    install -D -m 644 "$here/iio/edge-gateway-iio-trigger.service" "$tree/usr/lib/systemd/system/edge-gateway-iio-trigger.service"
    install -D -m 755 "$here/iio/iio-trigger.sh" "$tree/usr/lib/edge-gateway/iio-trigger.sh"
    install -D -m 644 "$here/iio/edge-gateway-iio.conf" "$tree/usr/share/edge-gateway/edge-gateway-iio.conf"
    install -D -m 644 "$here/sysusers.conf" "$tree/usr/lib/sysusers.d/edge-gateway.conf"
    install -D -m 644 "$here/tmpfiles.conf" "$tree/usr/lib/tmpfiles.d/edge-gateway.conf"
    install -D -m 644 "$here/journald.conf" "$tree/usr/lib/systemd/journald.conf.d/edge-gateway.conf"
    install -D -m 644 -t "$tree/usr/lib/udev/rules.d" "$here/udev/65-edge-gateway.rules" "$here/udev/66-edge-gateway-iio.rules"
    # Not among udev's rules: brltty's package has a file of this name there.
    install -D -m 644 "$here/udev/85-brltty.rules" "$tree/usr/share/edge-gateway/85-brltty.rules"
    install -D -m 644 -t "$tree/usr/share/edge-gateway/device-tree" "$here"/device-tree/*.dts
    install -m 755 "$here/device-tree/compile.sh" "$tree/usr/share/edge-gateway/device-tree/compile.sh"
    install -D -m 755 "$root/scripts/models.sh" "$tree/usr/share/edge-gateway/models.sh"
    install -D -m 644 "$here/debian/copyright" "$tree/usr/share/doc/edge-gateway/copyright"
    install -D -m 644 "$here/gateway.json" "$tree/usr/share/edge-gateway/gateway.json"
    install -D -m 644 "$here/gateway.example.json" "$tree/usr/share/doc/edge-gateway/examples/gateway.json"
    install -m 644 -t "$tree/usr/share/doc/edge-gateway" "$root/docs/install.md" "$root/docs/update.md"
    gzip -9nc "$root/CHANGELOG.md" >"$tree/usr/share/doc/edge-gateway/CHANGELOG.md.gz"
    printf 'edge-gateway (%s) stable; urgency=medium\n\n  * What is new is in CHANGELOG.md.gz.\n\n -- %s  %s\n' "$version" \
        "$(sed -n 's/^Maintainer: //p' "$here/debian/control.in")" "$(date -Ru --date="@$SOURCE_DATE_EPOCH")" | gzip -9nc >"$tree/usr/share/doc/edge-gateway/changelog.gz"
    control "$here/debian/control.in" "$arch" "$version" "$tree" >"$tree/DEBIAN/control"
    install -m 755 -t "$tree/DEBIAN" "$here/debian/postinst" "$here/debian/prerm" "$here/debian/postrm"
    pack "$tree" "edge-gateway_${version}_$arch.deb"
}

# runtime FROM: Microsoft's files as they are, of an archive or a folder.
runtime() {
    local from=$1 tree="$work/runtime-$RANDOM" folder machine arch found
    folder="$tree/usr/lib/edge-gateway-runtime"
    mkdir -p "$tree/DEBIAN" "$folder"
    if [[ -d $from ]]; then
        (cd "$from" && tar -cf - dotnet LICENSE.txt ThirdPartyNotices.txt host shared/Microsoft.NETCore.App shared/Microsoft.AspNetCore.App) | tar -xf - -C "$folder"
    else
        tar -xzf "$from" -C "$folder" || fail "package.sh: --runtime: $from is not a .tar.gz; expected aspnetcore-runtime-10.0.x-linux-arm64.tar.gz from Microsoft"
    fi
    found=$(find "$folder/shared/Microsoft.AspNetCore.App" -mindepth 1 -maxdepth 1 -name '10.*' -printf '%f\n' 2>/dev/null | sort -V | tail -n 1)
    [[ -n $found && -d "$folder/shared/Microsoft.NETCore.App/$found" ]] ||
        fail "package.sh: --runtime: $from has no ASP.NET Core runtime 10; expected aspnetcore-runtime-10.0.x, not dotnet-runtime"
    find "$folder/shared" "$folder/host/fxr" -mindepth 1 -maxdepth 2 -name '[0-9]*' ! -name "$found" -exec rm -rf {} +
    machine=$(od -An -tx1 -j18 -N1 "$folder/dotnet" | tr -d ' ')
    case $machine in
        3e) arch=amd64 ;;
        b7) arch=arm64 ;;
        *) fail "package.sh: --runtime: $from is for another processor (ELF machine 0x$machine); expected x64 or arm64" ;;
    esac
    install -D -m 644 "$folder/LICENSE.txt" "$tree/usr/share/doc/edge-gateway-runtime/copyright"
    control "$here/debian/control-runtime.in" "$arch" "$found" "$tree" >"$tree/DEBIAN/control"
    pack "$tree" "edge-gateway-runtime_${found}_$arch.deb"
}

for from in ${runtimes[@]+"${runtimes[@]}"}; do
    runtime "$from"
done
for arch in "${archs[@]}"; do
    gateway "$arch"
done

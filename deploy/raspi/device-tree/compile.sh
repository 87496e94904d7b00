#!/bin/sh
# Compiles the overlays beside this script into FOLDER (default: beside it). Needs Debian's device-tree-compiler.
set -eu
here=$(dirname "$0")
out=${1:-$here}
command -v dtc >/dev/null || { echo "dtc is not installed: apt-get install device-tree-compiler" >&2; exit 3; }
for source in "$here"/*.dts; do
    target=$out/$(basename "$source" .dts).dtbo
    # Node names of overlays need no unit address, and what a fragment changes is not known here.
    dtc -@ -W no-unit_address_vs_reg -W no-graph_child_address -I dts -O dtb -o "$target" "$source"
    echo "$target"
done

#!/usr/bin/env bash
# Installs the build given into an empty prefix, moves it, and uses it from another directory.
#
#   installed.sh BUILD_DIRECTORY
set -euo pipefail
build=$(realpath "$1")
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

cmake --install "$build" --prefix "$scratch/first" >/dev/null
mv "$scratch/first" "$scratch/moved"
cd "$scratch"
assay=$scratch/moved/bin/assay
"$assay" --version | grep -q '^assay '
"$assay" plan suites/studies/first-look.toml --skip-missing >/dev/null
"$assay" run --workload 'python.call' --workload 'linalg.gemm{n=64}' --set blas=reference --max-time 60s --db "$scratch/x.db" --json >run.json
python3 - <<'CHECK'
import json
cells = json.load(open("run.json"))["cells"]
assert [cell["outcome"] for cell in cells] == ["measured", "measured"], cells
CHECK
"$assay" publish --db "$scratch/x.db" --to "$scratch/site" >/dev/null
grep -q 'python.call' "$scratch/site/index.html"
echo "1 passed, 0 failed"

#!/bin/sh
# setup.sh PYTHON VENV LOCK STAMP: make VENV with what LOCK pins and the project itself; STAMP says it is done.
set -u
python=$1 venv=$2 lock=$3 stamp=$4

fail() {
    echo "setup: $1" >&2
    exit "$2"
}

fits='import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))'
if [ ! -x "$venv/bin/python" ]; then
    chosen=
    for candidate in "$python" python3.13 python3.12 python3.11; do
        if command -v "$candidate" >/dev/null 2>&1 && "$candidate" -c "$fits" 2>/dev/null; then
            chosen=$candidate
            break
        fi
    done
    [ -n "$chosen" ] || fail "Python 3.11, 3.12 or 3.13 is needed and none is on the PATH (make PYTHON=/path/to/python3.11)" 3
    "$chosen" -m venv "$venv" >/dev/null 2>&1 || fail "$chosen cannot make a virtual environment (is its venv module installed?)" 3
fi

echo "setup: installing $lock into $venv …" >&2
log=$venv/setup.log
pip="$venv/bin/python -m pip --disable-pip-version-check --no-input -q"
if ! { $pip install --no-deps --require-hashes -r "$lock" && $pip install --no-deps --no-build-isolation -e .; } >"$log" 2>&1; then
    reason=$(grep -m1 -E '^ERROR' "$log" || tail -n1 "$log")
    fail "packages could not be installed (the first time needs the network): ${reason:-see $log}" 4
fi
touch "$stamp"

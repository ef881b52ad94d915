#!/usr/bin/env bash
# Names in one Chinese line what this machine lacks for the set-up.
python="${1:-python3}"
missing=()
command -v git >/dev/null 2>&1 || missing+=("git（Debian：apt install git）")
if ! command -v "$python" >/dev/null 2>&1; then
  missing+=("Python 3.11 或更新（Debian：apt install python3 python3-venv）")
elif ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
  missing+=("Python 3.11 或更新（现为 $("$python" -V 2>&1)）")
elif ! "$python" -c 'import venv, ensurepip' 2>/dev/null; then
  missing+=("venv（Debian：apt install python3-venv）")
fi
if [ "${#missing[@]}" -gt 0 ]; then
  joined=$(printf '，%s' "${missing[@]}")
  echo "缺少：${joined#，}。装好后再运行一次。" >&2
  exit 1
fi

#!/usr/bin/env bash
# What the tests of older engines and foreign drivers need beside the lock: small environments in
# a cache, and Debian's packages where we may install them. Run by `make test-bi`; can be repeated.
# usage: get.sh UV PYTHON FOLDER
set -euo pipefail
uv=$1 python=$2 folder=$3

environment() { # name, requirements …
  local name=$1; shift
  local wanted="$*"
  [ "$(cat "$folder/$name/.ready" 2>/dev/null)" = "$wanted" ] && return
  "$uv" venv --quiet --clear --python "$python" "$folder/$name"
  "$uv" pip install --quiet --python "$folder/$name/bin/python" "$@"
  echo "$wanted" > "$folder/$name/.ready"
}

mkdir -p "$folder"
environment duckdb-1.4 duckdb==1.4.5 pandas==2.3.3
environment duckdb-1.5 duckdb==1.5.6 pandas==2.3.3
environment duckdb-cli duckdb-cli==1.5.6
environment odbc pyodbc==5.5.0
environment marimo marimo==0.25.2 duckdb==2.0.1 polars==2.1.0 pyarrow sqlglot==30.30.0
environment ibis ibis-framework[duckdb]==12.0.0 duckdb==2.0.1

need=()
[ -e /usr/share/java/postgresql.jar ] || need+=(libpostgresql-jdbc-java)
command -v java >/dev/null || need+=(default-jdk-headless)
grep -qs 'PostgreSQL Unicode' /etc/odbcinst.ini || need+=(unixodbc odbc-postgresql)
compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || need+=(postgresql)
command -v Rscript >/dev/null && [ -d /usr/lib/R/site-library/RPostgreSQL ] || need+=(r-base-core r-cran-rpostgresql)
if [ "${#need[@]}" -gt 0 ]; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${need[@]}" >/dev/null
  else
    echo "test-bi: tests that need them are skipped; install: ${need[*]}" >&2
  fi
fi

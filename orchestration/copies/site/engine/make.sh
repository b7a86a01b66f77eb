#!/usr/bin/env bash
# DuckDB-Wasm as plain files for query.html, from its npm package as it is locked. Run by `make query`.
# usage: make.sh FOLDER    the files come to FOLDER/engine; packages are kept in FOLDER/npm
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1/npm"
room=$(cd "$1" && pwd)

cp "$here"/package.json "$here"/package-lock.json "$here"/.npmrc "$here"/entry.mjs "$room/npm/"
cd "$room/npm"
npm ci --silent
rm -rf draft
node_modules/.bin/esbuild entry.mjs --bundle --minify --format=iife --global-name=duckdb \
  --target=es2020 --legal-comments=none --log-level=warning --outfile=draft/duckdb.js
# Exceptions in WebAssembly are in every browser since 2021: one engine of three is enough.
cp node_modules/@duckdb/duckdb-wasm/dist/duckdb-eh.wasm draft/duckdb.wasm
cp node_modules/@duckdb/duckdb-wasm/dist/duckdb-browser-eh.worker.js draft/worker.js
# A source map that is not there would be one more request.
sed -i.bak '/^\/\/# sourceMappingURL=/d' draft/duckdb.js draft/worker.js
rm draft/*.bak
for package in @duckdb/duckdb-wasm apache-arrow flatbuffers tslib; do
  echo "== $package, $(node -p "const p = require('./node_modules/$package/package.json'); p.version + ', ' + p.license")"
  find "node_modules/$package" -maxdepth 1 -iname 'licen[sc]e*' -exec cat {} +
  echo
done > draft/licences.txt
rm -rf "$room/engine"
mv draft "$room/engine"

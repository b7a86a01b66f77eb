// The part of DuckDB-Wasm that query.html uses, made one script by esbuild (`make query`).
export { AsyncDuckDB, DuckDBAccessMode, VoidLogger } from "@duckdb/duckdb-wasm";

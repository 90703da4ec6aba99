/**
 * Tables from databases and Parquet files, typed and row by row: {@link
 * io.lepton.data.jdbc.JdbcSource} takes any query of any JDBC driver, and {@link
 * io.lepton.data.jdbc.ParquetSource} reads Parquet through DuckDB's driver, which an application
 * adds if it wants it. Both are {@link io.lepton.data.RowSource}s: read whole, in batches, or only
 * for their fingerprint.
 */
@NullMarked
package io.lepton.data.jdbc;

import org.jspecify.annotations.NullMarked;

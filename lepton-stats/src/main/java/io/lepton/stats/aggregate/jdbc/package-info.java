/**
 * Existing logs, aggregated where they lie: {@link io.lepton.stats.aggregate.jdbc.UnitRows} takes
 * rows of a unit, its arm, a metric and a value from any JDBC query, or from CSV and Parquet files
 * by way of DuckDB's driver, and has the database bring them to one number a unit and then to sums
 * an arm. What comes back is a few numbers an arm, however many rows there are, and what was wrong
 * with the rows.
 */
@NullMarked
package io.lepton.stats.aggregate.jdbc;

import org.jspecify.annotations.NullMarked;

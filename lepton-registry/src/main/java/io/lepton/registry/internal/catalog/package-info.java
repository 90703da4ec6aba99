/**
 * The catalogue in a database: the only place in Lepton that speaks JDBC. {@code JdbcCatalog} keeps
 * the rules of {@link io.lepton.spi.Catalog} in SQL that SQLite and PostgreSQL both understand;
 * {@code Dialect} says where they differ, {@code Scripts} holds the migrations. A {@code Database}
 * owns connections, transactions and the translation of errors: {@code SqliteDatabase} or {@code
 * PostgresDatabase}. {@link io.lepton.registry.internal.catalog.SqliteCatalog} and {@link
 * io.lepton.registry.internal.catalog.PostgresCatalogs} open one.
 */
@NullMarked
package io.lepton.registry.internal.catalog;

import org.jspecify.annotations.NullMarked;

/**
 * The catalogue on SQLite: the only place in Lepton that speaks JDBC. {@link
 * io.lepton.registry.internal.catalog.SqliteCatalog} keeps the rules of {@link
 * io.lepton.spi.Catalog}; {@code Schema} owns the tables and their migrations; {@code Database}
 * owns connections, transactions and the translation of errors.
 */
@NullMarked
package io.lepton.registry.internal.catalog;

import org.jspecify.annotations.NullMarked;

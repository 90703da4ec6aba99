/**
 * Tables to learn from: typed columns read from CSV files or rows ({@link io.lepton.data.Dataset}),
 * or row by row where they do not fit in memory ({@link io.lepton.data.RowSource}), parts of them
 * ({@link io.lepton.data.Split}, {@link io.lepton.data.Folds}), cleaning that is fitted on training
 * data and applied anywhere ({@link io.lepton.data.Cleaning}), and the numbers a model sees in the
 * end ({@link io.lepton.data.Encoding}).
 *
 * <p>Start with {@code Dataset.csv(path).label("Class").read()}. All types but the builders and
 * cursors are immutable; a missing value is never a magic number but is asked for with {@code
 * isMissing}. Databases and Parquet files are in {@code jdbc}, pictures in {@code image}, tokens of
 * texts in {@code text}, further examples made of those there are in {@code augment}, what may be
 * wrong with data in {@code quality}, and splits of row numbers, which all of these share, in
 * {@code split}.
 */
@NullMarked
package io.lepton.data;

import org.jspecify.annotations.NullMarked;

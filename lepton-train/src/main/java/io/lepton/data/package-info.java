/**
 * Tables to learn from: typed columns read from CSV files or rows ({@link io.lepton.data.Dataset}),
 * stratified parts of them ({@link io.lepton.data.Split}, {@link io.lepton.data.Folds}), cleaning
 * that is fitted on training data and applied anywhere ({@link io.lepton.data.Cleaning}), and the
 * numbers a model sees in the end ({@link io.lepton.data.Encoding}).
 *
 * <p>Start with {@code Dataset.csv(path).label("Class").read()}. All types but the builders are
 * immutable; a missing value is never a magic number but is asked for with {@code isMissing}.
 */
@NullMarked
package io.lepton.data;

import org.jspecify.annotations.NullMarked;

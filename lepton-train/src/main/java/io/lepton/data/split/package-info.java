/**
 * Which rows go where, for tables, images and texts alike: three parts ({@link
 * io.lepton.data.split.RowSplit}) or rounds of cross-validation ({@link
 * io.lepton.data.split.RowFolds}) at random, by class, by group or by time. Everything works on row
 * numbers; {@code of(data)} turns them into parts of any {@link io.lepton.data.split.Selectable}.
 */
@NullMarked
package io.lepton.data.split;

import org.jspecify.annotations.NullMarked;

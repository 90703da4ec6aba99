/**
 * Merges models of one origin, tensor by tensor, as Git merges files line by line. What only one
 * side changed since the common base merges by itself; what both changed is a conflict, resolved by
 * a {@link io.lepton.merge.MergeStrategy}: one side's tensor, a mean, task arithmetic, TIES, DARE,
 * or the caller's function. Start at {@link io.lepton.merge.SnapshotMerge}, or at {@code
 * Model.merge} for versions of a store.
 *
 * <p>Everything here is a pure function of its arguments. Merged tensors are computed when their
 * bytes are read, block by block, so that merging models of any size takes a few MiB.
 */
@NullMarked
package io.lepton.merge;

import org.jspecify.annotations.NullMarked;

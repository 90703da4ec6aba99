/**
 * The vocabulary every module shares: what a model is when it is saved ({@link
 * io.lepton.model.ModelSnapshot}), what it is called once it is ({@link io.lepton.model.Version}),
 * where it came from ({@link io.lepton.model.Lineage}), how good it is ({@link
 * io.lepton.model.Evaluation}), and what goes in and comes out ({@link io.lepton.model.Signature},
 * {@link io.lepton.model.Row}, {@link io.lepton.model.Prediction}). All types are immutable.
 */
@NullMarked
package io.lepton.model;

import org.jspecify.annotations.NullMarked;

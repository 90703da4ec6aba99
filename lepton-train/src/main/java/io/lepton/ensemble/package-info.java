/**
 * Several models as one. {@link io.lepton.ensemble.Ensemble} asks all of its members and combines
 * their answers; it is saved as one snapshot, and predicts as any other model. {@link
 * io.lepton.ensemble.Stacking} learns how much to trust each member. {@link
 * io.lepton.ensemble.ModelSoup} averages weights instead of answers, which costs nothing at
 * prediction; {@link io.lepton.ensemble.SnapshotEnsemble} gets its members from one training; and
 * {@link io.lepton.ensemble.NetworkEnsemble} makes networks one network.
 */
@NullMarked
package io.lepton.ensemble;

import org.jspecify.annotations.NullMarked;

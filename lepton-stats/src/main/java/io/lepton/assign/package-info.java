/**
 * Which unit belongs where: hashing, splitting, layers and the designs that are not drawn unit by
 * unit. Nothing here reads or writes anything; an experiment that records is in {@code
 * io.lepton.experiment}.
 *
 * <p>Begin with {@link io.lepton.assign.Splitter}: a {@link io.lepton.assign.HashScheme}, a salt
 * and weights make a function from a unit's id to an arm. {@link io.lepton.assign.Layer} keeps
 * experiments apart, {@link io.lepton.assign.Holdout} keeps units out of all of them. {@link
 * io.lepton.assign.PermutedBlocks} draws arms for a list of units within strata, and {@link
 * io.lepton.assign.Switchback} for regions over time. {@code docs/assignment.md} has every scheme
 * in full.
 */
@NullMarked
package io.lepton.assign;

import org.jspecify.annotations.NullMarked;

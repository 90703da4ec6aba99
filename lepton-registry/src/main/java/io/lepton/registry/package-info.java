/**
 * The version store: {@link io.lepton.registry.ModelManager} opens one in a folder, and everything
 * else is reached from there. Saving a {@link io.lepton.model.ModelSnapshot} makes an immutable
 * {@link io.lepton.model.Version}; branches, aliases, stages and tags point at versions and move
 * only by compare-and-set, with who, when and why; {@link io.lepton.registry.Diff} says what
 * changed between two; {@link io.lepton.registry.Search} finds versions by what was measured;
 * {@link io.lepton.registry.Retire} destroys weights and keeps the record.
 */
@NullMarked
package io.lepton.registry;

import org.jspecify.annotations.NullMarked;

/**
 * Random numbers from counters: what is drawn depends on a key and on places alone, never on who
 * draws first. Not API.
 *
 * <p>{@link io.lepton.stats.internal.random.Philox4x32} turns a key, a purpose and an index into
 * the state of a SplitMix64 sequence, whose word t is {@code mix(start + t·step)} and can be had
 * without the words before it.
 */
@NullMarked
package io.lepton.stats.internal.random;

import org.jspecify.annotations.NullMarked;

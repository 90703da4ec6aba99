/**
 * Encryption of what packs hold: one data key for each model, from which chunks get their secret
 * names and are sealed.
 */
@NullMarked
package io.lepton.registry.internal.seal;

import org.jspecify.annotations.NullMarked;

/**
 * Backups of a catalogue: what only it knows, as lines of JSON in one checksummed blob beside the
 * packs.
 */
@NullMarked
package io.lepton.registry.internal.backup;

import org.jspecify.annotations.NullMarked;

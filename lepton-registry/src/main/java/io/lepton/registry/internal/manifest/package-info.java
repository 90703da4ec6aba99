/**
 * The record of a version as it is stored: canonical JSON whose SHA-256 is the version's id. See
 * {@code docs/format.md}.
 */
@NullMarked
package io.lepton.registry.internal.manifest;

import org.jspecify.annotations.NullMarked;

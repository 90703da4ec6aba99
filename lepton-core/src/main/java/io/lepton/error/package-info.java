/**
 * The exception family. Every failure Lepton foresees is a {@link io.lepton.error.LeptonException};
 * the subtype says what kind of remedy exists, the message says what was asked, what was found and
 * what to do.
 */
@NullMarked
package io.lepton.error;

import org.jspecify.annotations.NullMarked;

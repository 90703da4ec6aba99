/** Corrections for asking several questions of one set of data. */
@NullMarked
package io.lepton.stats.multiple;

import org.jspecify.annotations.NullMarked;

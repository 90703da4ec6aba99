/** How much each coordinate of the unit cube matters for a value observed at scattered points. */
@NullMarked
package io.lepton.tune.internal.importance;

import org.jspecify.annotations.NullMarked;

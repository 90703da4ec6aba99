/**
 * Looking at the data before the end without paying for it. {@link
 * io.lepton.stats.sequential.GroupSequential} plans a few looks and shares the accepted rate of
 * false alarms out among them: nearly as good as one fixed look. {@link
 * io.lepton.stats.sequential.AlwaysValid} allows a look at any time, after every observation if
 * need be, at the price of wider intervals.
 */
@NullMarked
package io.lepton.stats.sequential;

import org.jspecify.annotations.NullMarked;

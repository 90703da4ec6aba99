/**
 * Pictures for reports: small SVG charts that need no script and no network, and the page around
 * them. Colours follow Okabe and Ito's palette, which the colour-blind can tell apart; axes and
 * text take the page's own colour, so that they work on light and dark.
 */
@NullMarked
package io.lepton.report;

import org.jspecify.annotations.NullMarked;

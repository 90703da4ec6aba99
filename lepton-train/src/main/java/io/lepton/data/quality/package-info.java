/**
 * What is wrong or unusual in data: rows whose label is probably wrong ({@link
 * io.lepton.data.quality.LabelNoise}), and how every column looks ({@link
 * io.lepton.data.quality.ColumnProfiles}), as numbers and as a page for people.
 */
@NullMarked
package io.lepton.data.quality;

import org.jspecify.annotations.NullMarked;

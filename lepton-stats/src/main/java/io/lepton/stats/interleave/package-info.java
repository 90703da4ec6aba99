/**
 * Interleaving: two rankers compared on one list. Each user sees the results of both, mixed, and
 * the clicks say whose were better; since every user compares, it needs a fraction of the users
 * that splitting them takes. {@link io.lepton.stats.interleave.TeamDraft} and {@link
 * io.lepton.stats.interleave.Balanced} mix and credit, {@link
 * io.lepton.stats.interleave.Preference} adds up and tests. {@code
 * io.lepton.experiment.Interleaving} runs them in an application.
 */
@NullMarked
package io.lepton.stats.interleave;

import org.jspecify.annotations.NullMarked;

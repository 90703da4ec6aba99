/**
 * Training on data that stays where it is. {@link io.lepton.federated.FederatedAveraging} defines
 * how {@link io.lepton.federated.Client}s, which the caller supplies, take part; a {@link
 * io.lepton.federated.Federation} runs rounds of it: it sends weights to a sample of the clients
 * and averages what they send back, on request with noise and within a privacy budget.
 */
@NullMarked
package io.lepton.federated;

import org.jspecify.annotations.NullMarked;

/**
 * Models at work. A {@link io.lepton.serve.Deployment} follows an alias: it answers with the
 * version the alias points at, takes over the next one while calls go on, and rolls back at once.
 *
 * <pre>{@code
 * try (Deployment credit =
 *     Deployment.of(models, "credit-scoring", "champion")
 *         .monitor(monitor -> monitor.window(500).onAlert(alert -> page(alert.toString())))
 *         .start()) {
 *   Served served = credit.predict(Row.of("Age", 35, "Housing", "own"));
 *   ...
 *   credit.rollback("drift in region north");
 * }
 * }</pre>
 *
 * <p>A new version is loaded and tried out before the first call sees it; calls under way finish on
 * the version they began with, which is closed when the last of them has ended. Whatever goes wrong
 * with the new one, the old one goes on, and {@link io.lepton.serve.DeploymentStatus} and {@link
 * io.lepton.serve.DeploymentListener} say so. What is watched for drift is in {@code
 * io.lepton.monitor}.
 */
@NullMarked
package io.lepton.serve;

import org.jspecify.annotations.NullMarked;

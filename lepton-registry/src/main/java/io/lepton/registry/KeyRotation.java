package io.lepton.registry;

import java.time.Instant;

/**
 * That a model's data key was wrapped anew.
 *
 * @param model whose key it is
 * @param key id of its data key, which is the same as before
 * @param from name of the provider's key that wrapped it
 * @param to name of the one that wraps it now
 * @param time when
 * @param author who
 */
public record KeyRotation(
    String model, String key, String from, String to, Instant time, String author) {}

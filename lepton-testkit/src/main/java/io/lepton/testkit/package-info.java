/**
 * What a provider of a Lepton SPI needs to show that it keeps the rules, and what an application
 * needs to test its own code without disks and clocks.
 *
 * <p>Extend {@link io.lepton.testkit.BlobStoreContract}, {@link io.lepton.testkit.CatalogContract},
 * {@link io.lepton.testkit.ModelEngineContract}, {@link io.lepton.testkit.ComputeBackendContract}
 * or {@link io.lepton.testkit.StudyStorageContract} with a class that supplies a factory; JUnit
 * then runs every rule of the SPI against your implementation. {@link
 * io.lepton.testkit.InMemoryBlobStore} and {@link io.lepton.testkit.InMemoryCatalog} keep the same
 * rules without a disk, {@link io.lepton.testkit.FaultInjectingBlobStore} breaks them on purpose
 * and by a seed, and {@link io.lepton.testkit.FakeClock} is time moved by hand.
 */
@NullMarked
package io.lepton.testkit;

import org.jspecify.annotations.NullMarked;

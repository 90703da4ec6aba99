package io.lepton.examples;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.lepton.error.LeptonException;
import java.io.PrintStream;

/** The arrows between modules and the few rules that keep packages to their own business. */
@AnalyzeClasses(packages = "io.lepton", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule modulesUseOnlyWhatTheArrowsAllow =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("core")
          .definedBy(
              "io.lepton.bytes..",
              "io.lepton.error..",
              "io.lepton.internal..",
              "io.lepton.model..",
              "io.lepton.report..",
              "io.lepton.spi..",
              "io.lepton.tensor..")
          .layer("stats")
          .definedBy(
              "io.lepton.assign..",
              "io.lepton.stats..",
              "io.lepton.metric..",
              "io.lepton.experiment..")
          .layer("train")
          .definedBy("io.lepton.data..", "io.lepton.train..", "io.lepton.tune..")
          .layer("registry")
          .definedBy(
              "io.lepton.access..",
              "io.lepton.audit..",
              "io.lepton.card..",
              "io.lepton.crypto..",
              "io.lepton.exchange..",
              "io.lepton.gate..",
              "io.lepton.merge..",
              "io.lepton.registry..",
              "io.lepton.retention..",
              "io.lepton.s3..",
              "io.lepton.sign..")
          .layer("serve")
          .definedBy("io.lepton.serve..", "io.lepton.monitor..")
          .layer("testkit")
          .definedBy("io.lepton.testkit..")
          .layer("examples")
          .definedBy("io.lepton.examples..")
          .whereLayer("core")
          .mayNotAccessAnyLayer()
          .whereLayer("stats")
          .mayOnlyAccessLayers("core")
          .whereLayer("train")
          .mayOnlyAccessLayers("core", "stats")
          .whereLayer("registry")
          .mayOnlyAccessLayers("core", "stats")
          .whereLayer("serve")
          .mayOnlyAccessLayers("core", "stats", "registry")
          .whereLayer("testkit")
          .mayOnlyAccessLayers("core");

  /** A package and what is internal to it are one. */
  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("io.lepton.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule djlIsSeenByOnePackage = onlyIn("io.lepton.train.djl..", "ai.djl..");

  @ArchTest
  static final ArchRule nd4jIsSeenByOnePackage =
      onlyIn("io.lepton.stats.compute.nd4j..", "org.nd4j..");

  /** The catalogue's own databases. */
  @ArchTest
  static final ArchRule driversAreSeenByTheCatalogue =
      onlyIn(
          "io.lepton.registry.internal.catalog..",
          "org.sqlite..",
          "org.postgresql..",
          "org.flywaydb..",
          "com.zaxxer..");

  /** Other databases are seen only where logs are aggregated or data is read, by JDBC alone. */
  @ArchTest
  static final ArchRule jdbcIsSeenByTheCatalogueAndTheAggregation =
      onlyIn(
          resideInAnyPackage(
              "io.lepton.registry.internal.catalog..",
              "io.lepton.stats.aggregate.jdbc..",
              "io.lepton.data.jdbc.."),
          "java.sql..");

  /** A user's own source of connections is handed to these, and to nothing else. */
  @ArchTest
  static final ArchRule dataSourcesAreSeenByTheRegistryAndTheAggregation =
      onlyIn(
          resideInAnyPackage("io.lepton.registry..", "io.lepton.stats.aggregate.jdbc.."),
          "javax.sql..");

  private static ArchRule onlyIn(String home, String... libraries) {
    return onlyIn(resideInAPackage(home), libraries);
  }

  private static ArchRule onlyIn(DescribedPredicate<JavaClass> home, String... libraries) {
    return noClasses()
        .that(not(home))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(libraries)
        .allowEmptyShould(true);
  }

  @ArchTest
  static final ArchRule exceptionsAreOneFamily =
      classes()
          .that()
          .areAssignableTo(RuntimeException.class)
          .should()
          .beAssignableTo(LeptonException.class);

  @ArchTest
  static final ArchRule librariesDoNotPrint =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.lepton.examples..")
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err")
          .orShould()
          .callMethod(Throwable.class, "printStackTrace")
          .orShould()
          .callMethod(Throwable.class, "printStackTrace", PrintStream.class);

  @ArchTest
  static final ArchRule internalsStayInside =
      noClasses()
          .that()
          .resideInAPackage("io.lepton.examples..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.lepton..internal..");
}

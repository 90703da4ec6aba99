package io.lepton.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.lepton.access.Decision;
import io.lepton.audit.AuditLog;
import io.lepton.audit.AuditSigner;
import io.lepton.card.CardText;
import io.lepton.error.AccessDeniedException;
import io.lepton.gate.Gate;
import io.lepton.merge.MergeStrategy;
import io.lepton.merge.Resolutions;
import io.lepton.model.Evaluation;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Version;
import io.lepton.model.VersionId;
import io.lepton.retention.Keep;
import io.lepton.retention.RetentionPlan;
import io.lepton.retention.RetentionPolicy;
import io.lepton.sign.ModelContent;
import io.lepton.sign.ModelSigner;
import io.lepton.sign.ModelVerifier;
import io.lepton.sign.SignatureBundle;
import io.lepton.spi.BlobStore;
import io.lepton.spi.Catalog;
import io.lepton.testkit.InMemoryBlobStore;
import io.lepton.testkit.InMemoryCatalog;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Calls every public method of everything that can be reached from a manager, first permitted, to
 * get hold of it, then under a policy that denies all. A method that is added is called too,
 * without a change here, unless it takes a new type of argument: then {@link #argument} must learn
 * to make one.
 */
class EveryOperationIsGuardedTest {
  /** Ends the manager, and asks the policy for nothing. */
  private static final Set<String> EXEMPT = Set.of("ModelManager.close");

  private static final KeyPair KEYS = keys();
  private static final SignatureBundle BUNDLE =
      ModelSigner.withKey(KEYS).sign(ModelContent.of(Path.of("pom.xml")));

  private static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(256);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  @TempDir Path folder;
  private final AtomicBoolean denying = new AtomicBoolean();
  private final AtomicInteger touched = new AtomicInteger();
  private final InMemoryCatalog catalog = new InMemoryCatalog();
  private final InMemoryBlobStore blobs = new InMemoryBlobStore();
  private ModelManager models;
  private final List<ModelManager> remotes = new ArrayList<>();
  private Version v1;
  private Version v2;

  /** How to get an object again: a method of another object, and its arguments' types. */
  private record Route(Class<?> from, Method method) {}

  private final Map<Class<?>, Route> routes = new LinkedHashMap<>();

  @BeforeEach
  void fill() {
    models =
        ModelManager.builder(folder.resolve("home"))
            .author("ann")
            .catalog(counting(Catalog.class, catalog))
            .blobs(counting(BlobStore.class, blobs))
            .access(request -> denying.get() ? Decision.deny("no") : Decision.allow("yes"))
            .open();
    Model model = models.model("m");
    v1 = model.save(Samples.small(1)).evaluation(evaluation()).tag("t1").commit();
    v2 = model.save(Samples.small(2)).evaluation(evaluation()).commit();
    for (String name : List.of("x1", "champion")) {
      model.alias(name).moveTo(v1).because("test");
      model.stage(name).moveTo(v1).because("test");
      model.branch(name).createAt(v1);
    }
  }

  @AfterEach
  void close() {
    models.close();
    remotes.forEach(ModelManager::close);
  }

  private static Evaluation evaluation() {
    return Samples.evaluation("test", "roc_auc", 0.8);
  }

  private <T> T counting(Class<T> type, T target) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              touched.incrementAndGet();
              try {
                return method.invoke(target, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  @Test
  @DisplayName("every public method is denied, or touches neither catalogue nor blobs")
  void everyMethod() throws Exception {
    explore();
    assertThat(routes.keySet())
        .as("public classes of the package that no call from a manager reaches")
        .containsAll(operatingClasses());
    List<String> wrong = new ArrayList<>();
    int denied = 0;
    for (Class<?> type : routes.keySet()) {
      for (Method method : methods(type)) {
        denying.set(false);
        Object subject = reach(type);
        Object[] arguments = arguments(method);
        String before = state();
        denying.set(true);
        touched.set(0);
        try {
          Object result = method.invoke(subject, arguments);
          if (touched.get() > 0 && !isNothing(result)) {
            wrong.add(name(method) + " touched the store " + touched + " times: " + result);
          }
        } catch (InvocationTargetException e) {
          if (e.getCause() instanceof AccessDeniedException) {
            denied++;
          } else if (touched.get() > 0) {
            wrong.add(name(method) + " touched the store and threw " + e.getCause());
          }
        } finally {
          denying.set(false);
        }
        if (!state().equals(before)) {
          wrong.add(name(method) + " changed the store");
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(denied).as("methods that were denied").isGreaterThan(40);
  }

  @Test
  @DisplayName("only the store and the guard itself hold the catalogue behind the guard")
  void nobodyElseHoldsIt() throws Exception {
    Set<String> holders = new TreeSet<>();
    for (Class<?> type : allClasses()) {
      for (Field field : type.getDeclaredFields()) {
        if (field.getType() == Catalog.class) {
          holders.add(type.getName().substring(type.getName().lastIndexOf('.') + 1));
        }
      }
    }
    assertThat(holders)
        .containsExactlyInAnyOrder(
            "Footprints", "GateKeeper", "GovernedCatalog", "ModelManagerBuilder", "Store");
  }

  private static boolean isNothing(Object result) {
    return (result instanceof Collection<?> all && all.isEmpty())
        || (result instanceof Map<?, ?> map && map.isEmpty())
        || (result instanceof Optional<?> one && one.isEmpty())
        || (result instanceof RetentionPlan plan && plan.fates().isEmpty());
  }

  /** Everything that counts, except the audit log. */
  private String state() {
    try (Stream<String> keys = blobs.list("")) {
      return catalog.versionCount()
          + " "
          + catalog.refs("m")
          + catalog.evaluations("m")
          + catalog.packs()
          + catalog.streams("").stream().filter(name -> !name.startsWith(AuditLog.ENTRIES)).toList()
          + catalog.versions("m")
          + keys.sorted().toList();
    }
  }

  private void explore() throws Exception {
    Deque<Class<?>> open = new ArrayDeque<>();
    routes.put(ModelManager.class, new Route(ModelManager.class, null));
    open.add(ModelManager.class);
    while (!open.isEmpty()) {
      Class<?> type = open.remove();
      for (Method method : methods(type)) {
        Class<?> result = method.getReturnType();
        if (isOperating(result) && !routes.containsKey(result)) {
          routes.put(result, new Route(type, method));
          open.add(result);
        }
      }
    }
  }

  private Object reach(Class<?> type) throws Exception {
    Route route = routes.get(type);
    if (route.method == null) {
      return models;
    }
    return route.method.invoke(reach(route.from), arguments(route.method));
  }

  private static List<Method> methods(Class<?> type) {
    return Stream.concat(
            Stream.of(type.getDeclaredMethods()),
            type.getSuperclass() == Object.class
                ? Stream.empty()
                : Stream.of(type.getSuperclass().getDeclaredMethods()))
        .filter(m -> Modifier.isPublic(m.getModifiers()) && !Modifier.isStatic(m.getModifiers()))
        .filter(m -> !m.isSynthetic() && !EXEMPT.contains(name(m)))
        .sorted(Comparator.comparing(Method::toString))
        .toList();
  }

  private static String name(Method method) {
    return method.getDeclaringClass().getSimpleName() + "." + method.getName();
  }

  /** Not a value: a class that acts on a store. */
  private static boolean isOperating(Class<?> type) {
    return type == AuditLog.class
        || (type.getPackage() == ModelManager.class.getPackage()
            && Modifier.isPublic(type.getModifiers())
            && !type.isRecord()
            && !type.isEnum()
            && !type.isInterface()
            && !Modifier.isAbstract(type.getModifiers())
            && !Throwable.class.isAssignableFrom(type)
            && !BlobStore.class.isAssignableFrom(type)
            && holdsStore(type));
  }

  private static boolean holdsStore(Class<?> type) {
    return type == ModelManager.class
        || (type.getSuperclass() != Object.class && holdsStore(type.getSuperclass()))
        || Stream.of(type.getDeclaredFields())
            .map(Field::getType)
            .anyMatch(
                field ->
                    field == Store.class
                        || field == Refs.class
                        || (field == type.getEnclosingClass() && holdsStore(field)));
  }

  private static List<Class<?>> operatingClasses() throws Exception {
    return allClasses().stream()
        .filter(EveryOperationIsGuardedTest::isOperating)
        .collect(Collectors.toList());
  }

  private static List<Class<?>> allClasses() throws IOException, URISyntaxException {
    Path root =
        Path.of(ModelManager.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (Stream<Path> files = Files.list(root.resolve("io/lepton/registry"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".class") && !name.equals("package-info.class"))
          .map(name -> "io.lepton.registry." + name.substring(0, name.length() - 6))
          .<Class<?>>map(
              name -> {
                try {
                  return Class.forName(name);
                } catch (ClassNotFoundException e) {
                  return fail(e);
                }
              })
          .toList();
    }
  }

  private Object[] arguments(Method method) {
    return Stream.of(method.getParameterTypes()).map(type -> argument(type, method)).toArray();
  }

  private Object argument(Class<?> type, Method method) {
    Map<Class<?>, Object> known = new LinkedHashMap<>();
    known.put(String.class, method.getName().equals("model") ? "m" : "x1");
    known.put(String[].class, new String[0]);
    known.put(long.class, 1L);
    known.put(int.class, 1);
    known.put(double.class, 0.5);
    known.put(Version.class, v2);
    known.put(Version[].class, new Version[] {v2});
    known.put(VersionId.class, v2.id());
    known.put(ModelSnapshot.class, Samples.small(9));
    known.put(Evaluation.class, evaluation());
    known.put(Instant.class, Instant.parse("2030-01-01T00:00:00Z"));
    known.put(Duration.class, Duration.ofDays(1));
    known.put(io.lepton.spi.Ref.Kind.class, io.lepton.spi.Ref.Kind.BRANCH);
    known.put(Path.class, folder.resolve("out"));
    known.put(Gate[].class, new Gate[] {Gate.approvedBy(1)});
    known.put(Consumer.class, (Consumer<Object>) it -> {});
    known.put(Function.class, Function.identity());
    known.put(MaintenanceProgress.class, (MaintenanceProgress) (step, done, total) -> {});
    known.put(SaveProgress.class, (SaveProgress) (done, total) -> {});
    known.put(Sample.class, Sample.ofShare(0.5, 1));
    known.put(MergeStrategy.class, MergeStrategy.ours());
    known.put(Resolutions.class, Resolutions.ours());
    known.put(FastForward.class, FastForward.NEVER);
    known.put(RetentionPolicy.class, RetentionPolicy.keep(Keep.youngerThan(Duration.ofNanos(1))));
    known.put(AuditSigner.class, AuditSigner.generate("test"));
    known.put(io.lepton.audit.AuditKey.class, AuditSigner.generate("test").key());
    known.put(ModelSigner.class, ModelSigner.withKey(KEYS));
    known.put(ModelVerifier.class, ModelVerifier.withKey(KEYS.getPublic()));
    known.put(SignatureBundle.class, BUNDLE);
    known.put(CardText.class, CardText.builder().overview("x").build());
    known.put(UnaryOperator.class, UnaryOperator.identity());
    Object value = known.get(type);
    if (value == null && type == ModelManager.class) {
      value = ModelManager.builder(folder.resolve("remote")).open();
      remotes.add((ModelManager) value);
    }
    if (value == null && type == VersionSource.class) {
      value = ((ModelManager) argument(ModelManager.class, method)).source();
    }
    if (value == null && (type == Alias.class || type == Stage.class)) {
      Model model = models.model("m");
      value = type == Alias.class ? model.alias("champion") : model.stage("champion");
    }
    return value != null
        ? value
        : fail("argument() cannot make a %s for %s; teach it to", type.getName(), method);
  }
}

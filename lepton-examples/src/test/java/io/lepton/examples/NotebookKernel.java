package io.lepton.examples;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/** An IJava kernel in a JVM of its own, spoken to as Jupyter does (messaging protocol 5.3). */
final class NotebookKernel implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int POLL_MILLIS = 200;
  private static final String KEY = "secret of this test";
  private static final List<String> CHANNELS =
      List.of("shell_port", "iopub_port", "stdin_port", "control_port", "hb_port");

  private final Process process;
  private final Path log;
  private final ZContext context = new ZContext();
  private final ZMQ.Socket shell = context.createSocket(SocketType.DEALER);
  private final ZMQ.Socket published = context.createSocket(SocketType.SUB);
  private final long deadline;

  /** What a cell gave. */
  record Output(String type, JsonNode content) {}

  NotebookKernel(Path jar, Path folder, Duration most) throws IOException {
    deadline = System.nanoTime() + most.toNanos();
    List<Integer> ports = freePorts();
    ObjectNode connection = JSON.createObjectNode();
    connection.put("transport", "tcp").put("ip", "127.0.0.1").put("key", KEY);
    connection.put("signature_scheme", "hmac-sha256");
    for (int i = 0; i < ports.size(); i++) {
      connection.put(CHANNELS.get(i), ports.get(i));
    }
    Path file = folder.resolve("connection.json");
    JSON.writeValue(file.toFile(), connection);
    log = folder.resolve("kernel.log");
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "--enable-native-access=ALL-UNNAMED",
                "-jar",
                jar.toAbsolutePath().toString(),
                file.toString())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("IJAVA_CLASSPATH", System.getProperty("java.class.path"));
    builder.environment().put("OPT_OUT_TRACKING", "true");
    process = builder.start();
    shell.connect("tcp://127.0.0.1:" + ports.get(0));
    published.subscribe("");
    published.connect("tcp://127.0.0.1:" + ports.get(1));
    while (receive(published) == null) { // a subscriber misses what came before it was connected
      requireAlive();
      send("kernel_info_request", JSON.createObjectNode());
    }
  }

  private static List<Integer> freePorts() throws IOException {
    List<ServerSocket> open = new ArrayList<>();
    try {
      for (int i = 0; i < CHANNELS.size(); i++) {
        open.add(new ServerSocket(0));
      }
      return open.stream().map(ServerSocket::getLocalPort).toList();
    } finally {
      for (ServerSocket socket : open) {
        socket.close();
      }
    }
  }

  /** Runs a cell to its end. */
  List<Output> execute(String code) throws IOException {
    ObjectNode content = JSON.createObjectNode().put("code", code).put("silent", false);
    content.put("store_history", true).put("allow_stdin", false).put("stop_on_error", true);
    content.putObject("user_expressions");
    String id = send("execute_request", content);
    List<Output> outputs = new ArrayList<>();
    while (true) {
      requireAlive();
      Output output = receive(published, id);
      if (output == null) {
        continue;
      }
      if (output.type().equals("status")
          && output.content().path("execution_state").asText().equals("idle")) {
        return outputs;
      }
      outputs.add(output);
    }
  }

  private void requireAlive() throws IOException {
    if (!process.isAlive() || System.nanoTime() > deadline) {
      throw new IOException(
          "the kernel "
              + (process.isAlive() ? "takes too long" : "ended")
              + ":\n"
              + Files.readString(log));
    }
  }

  private String send(String type, ObjectNode content) throws IOException {
    String id = UUID.randomUUID().toString();
    ObjectNode header = JSON.createObjectNode().put("msg_id", id).put("session", "test");
    header.put("username", "test").put("msg_type", type).put("version", "5.3");
    header.put("date", "2026-01-01T00:00:00Z");
    List<String> parts = List.of(header.toString(), "{}", "{}", content.toString());
    shell.sendMore("<IDS|MSG>");
    shell.sendMore(signature(parts));
    for (int i = 0; i < parts.size(); i++) {
      shell.send(parts.get(i), i + 1 < parts.size() ? ZMQ.SNDMORE : 0);
    }
    return id;
  }

  private static String signature(List<String> parts) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(KEY.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      parts.forEach(part -> mac.update(part.getBytes(StandardCharsets.UTF_8)));
      return HexFormat.of().formatHex(mac.doFinal());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The parts after the delimiter: signature, header, parent header, metadata, content. */
  private List<String> receive(ZMQ.Socket socket) {
    socket.setReceiveTimeOut(POLL_MILLIS);
    String part = socket.recvStr();
    if (part == null) {
      return null;
    }
    List<String> parts = new ArrayList<>();
    boolean delimited = part.equals("<IDS|MSG>");
    while (socket.hasReceiveMore()) {
      part = socket.recvStr();
      if (delimited) {
        parts.add(part);
      }
      delimited |= part.equals("<IDS|MSG>");
    }
    return parts;
  }

  private Output receive(ZMQ.Socket socket, String parent) throws IOException {
    List<String> parts = receive(socket);
    if (parts == null || !JSON.readTree(parts.get(2)).path("msg_id").asText().equals(parent)) {
      return null;
    }
    return new Output(
        JSON.readTree(parts.get(1)).path("msg_type").asText(), JSON.readTree(parts.get(4)));
  }

  @Override
  public void close() {
    context.close();
    process.destroyForcibly();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
